package io.mskcdc.smt;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.mskcdc.smt.mask.method.MaskMethod;
import io.mskcdc.smt.mask.method.MaskMethods;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The packages of the transforms and their dependencies; see docs/architecture.md. */
class TransformsArchitectureTest {

  private static final String ROOT = "io.mskcdc.smt";
  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  /**
   * An internal package.
   *
   * @param uses the other internal packages that it may depend on
   * @param remedy how to fix a dependency on another one
   */
  record InternalPackage(String name, List<String> uses, String remedy) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<InternalPackage> internalPackages() {
    return Stream.of(
        new InternalPackage(
            "onepass",
            List.of("unwrap", "mask", "route", "values", "event", "connect"),
            "onepass combines plans; pass results of a transform as an argument"),
        new InternalPackage(
            "unwrap",
            List.of("values", "event", "connect"),
            "the parts work alone; combine them in onepass, or pass a function as an argument"),
        new InternalPackage(
            "mask",
            List.of("mask.json", "mask.method", "event", "connect"),
            "the parts work alone; combine them in onepass, or pass a function as an argument"),
        new InternalPackage(
            "mask.json",
            List.of("mask.method", "values"),
            "mask.json reads JSON and knows no rules; pass a decision by JsonPlace"),
        new InternalPackage(
            "mask.method",
            List.of("values", "connect"),
            "a method masks one column; pass other values as arguments of its factory"),
        new InternalPackage(
            "route",
            List.of("event", "connect"),
            "the parts work alone; combine them in onepass, or pass a function as an argument"),
        new InternalPackage(
            "dms",
            List.of("values", "event", "connect"),
            "dms makes change events only; the other transforms run after it, in a chain"),
        new InternalPackage(
            "values",
            List.of("event", "connect"),
            "values converts one column or key; move the code to the package that has the record"),
        new InternalPackage(
            "event",
            List.of("connect"),
            "event only recognizes records; move the code to the package that acts on them"),
        new InternalPackage(
            "connect",
            List.of(),
            "connect is about Kafka Connect and not Debezium; move the code to event or higher"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("internalPackages")
  void anInternalPackageDependsOnLowerPackagesOnly(InternalPackage each) {
    String[] allowed =
        Stream.concat(Stream.of(each.name), each.uses.stream())
            .map(name -> ROOT + "." + name)
            .toArray(String[]::new);
    check(
        noClasses()
            .that()
            .resideInAPackage(ROOT + "." + each.name)
            .should()
            .dependOnClassesThat(
                resideInAPackage(ROOT + "..")
                    .and(DescribedPredicate.not(resideInAnyPackage(allowed))))
            .because(each.remedy));
  }

  @Test
  void everyPackageIsOneOfThese() throws IOException {
    try (Stream<Path> files = Files.walk(sources())) {
      assertThat(
              files
                  .filter(Files::isDirectory)
                  .map(directory -> sources().relativize(directory).toString().replace('/', '.'))
                  .filter(name -> !name.isEmpty()))
          .as("add a new package to internalPackages() and to docs/architecture.md")
          .containsExactlyInAnyOrderElementsOf(
              internalPackages().map(InternalPackage::name).toList());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("internalPackages")
  void anInternalPackageIsDocumentedAsInternal(InternalPackage each) throws IOException {
    Path packageInfo = sources().resolve(each.name.replace('.', '/')).resolve("package-info.java");

    assertThat(packageInfo).content().startsWith("/** Internal. ");
  }

  @Test
  void packagesHaveNoCycles() {
    check(
        slices()
            .matching(ROOT + ".(**)")
            .should()
            .beFreeOfCycles()
            .because("dependencies point one way; move the class that both packages need down"));
  }

  @Test
  void theJarNeedsKafkaAndTheJdkOnly() {
    check(
        classes()
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(
                    ROOT + "..",
                    "java..",
                    "javax.crypto..",
                    "javax.management..",
                    "org.slf4j..",
                    "org.apache.kafka.common..",
                    "org.apache.kafka.connect.components",
                    "org.apache.kafka.connect.connector",
                    "org.apache.kafka.connect.data",
                    "org.apache.kafka.connect.errors",
                    "org.apache.kafka.connect.header",
                    "org.apache.kafka.connect.source",
                    "org.apache.kafka.connect.transforms"))
            .because(
                "a worker provides connect-api, kafka-clients and slf4j-api only; write the few lines that a"
                    + " library would save, or use a class of the JDK"));
  }

  @Test
  void publicMethodsOfTransformsHaveNoInternalTypes() {
    DescribedPredicate<JavaClass> internal =
        resideInAPackage(ROOT + "..").and(DescribedPredicate.not(resideInAPackage(ROOT)));
    check(
        methods()
            .that()
            .areDeclaredInClassesThat(resideInAPackage(ROOT).and(modifier(JavaModifier.PUBLIC)))
            .and()
            .arePublic()
            .should()
            .notHaveRawReturnType(internal)
            .andShould()
            .notHaveRawParameterTypes(
                DescribedPredicate.describe(
                    "an internal type", types -> types.stream().anyMatch(internal)))
            .because("internal classes may change any time; make the method package-private"));
  }

  @Test
  void maskingMethodsAreVisibleThroughTheirInterfaceOnly() {
    check(
        classes()
            .that()
            .implement(MaskMethod.class)
            .should()
            .bePackagePrivate()
            .andShould()
            .haveSimpleNameEndingWith("Method")
            .because(
                "no code may depend on a single method; add what it must know to MaskMethod, such"
                    + " as dropsField()"));
  }

  @Test
  void everyMaskingMethodIsInTheRegistry() {
    check(
        classes()
            .that()
            .implement(MaskMethod.class)
            .should(beUsedBy(MaskMethods.class))
            .because(
                "options, documentation and tests follow from the registry; add the method's"
                    + " DEFINITION to MaskMethods.ALL"));
  }

  private static ArchCondition<JavaClass> beUsedBy(Class<?> user) {
    return new ArchCondition<>("be used by " + user.getSimpleName()) {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        boolean used =
            item.getFieldAccessesToSelf().stream()
                .anyMatch(access -> access.getOriginOwner().isEquivalentTo(user));
        events.add(
            new SimpleConditionEvent(
                item, used, item.getName() + " is used by " + user.getSimpleName() + ": " + used));
      }
    };
  }

  @Test
  void everyClassIsNamedAfterItsTask() {
    check(
        noClasses()
            .should()
            .haveNameMatching(".*(Utils?|Helper|Manager|Base)")
            .because("a class is named after the one thing that it does"));
  }

  private static Path sources() {
    return Path.of("src", "main", "java", "io", "mskcdc", "smt");
  }

  private static void check(ArchRule rule) {
    rule.check(CLASSES);
  }
}
