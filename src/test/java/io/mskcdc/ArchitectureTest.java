package io.mskcdc;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  /** The deployer's packages, from the top. A package depends on packages of lower rows only. */
  private static final List<Row> ROWS =
      List.of(
          new Row(
              "return a record and let a command print it, or pass the option's value as an"
                  + " argument",
              "cli"),
          new Row("pass what the lower class needs as an argument of its constructor", "deploy"),
          new Row("return a record, and write its text, JSON and Markdown in report", "report"),
          new Row(
              "pass the plan's values as arguments, or move what both need to catalog",
              "apply",
              "plan",
              "replication"),
          new Row("reading files decides nothing: make the check a rule in lint", "lint"),
          new Row(
              "move the fact that both need to catalog, or pass it as an argument",
              "iam",
              "topics",
              "offsets",
              "signal",
              "mask",
              "contract",
              "lake",
              "dms",
              "redshift",
              "preflight",
              "migrate"),
          new Row("use the port ConnectRuntime; only deploy opens an adapter", "connect", "msk"),
          new Row("move the record that both need to config", "runtime"),
          new Row("pass plain values instead of the bundle's records", "config"),
          new Row("pass the fact as an argument", "catalog"),
          new Row("", "database", "kafka", "aws", "http", "plugin", "text", "time", "problem"));

  /**
   * A row of the table.
   *
   * @param remedy how to fix a dependency from a lower row on this one
   * @param packages the names of its packages
   */
  private record Row(String remedy, String... packages) {
    String[] patterns() {
      return Stream.of(packages).map(name -> "io.mskcdc." + name + "..").toArray(String[]::new);
    }

    @Override
    public String toString() {
      return String.join(", ", packages);
    }
  }

  static IntStream rowsAboveTheLast() {
    return IntStream.range(0, ROWS.size() - 1);
  }

  @ParameterizedTest
  @MethodSource("rowsAboveTheLast")
  void noLowerPackageDependsOnARow(int index) {
    Row row = ROWS.get(index);
    String[] below =
        ROWS.subList(index + 1, ROWS.size()).stream()
            .flatMap(lower -> Stream.of(lower.patterns()))
            .toArray(String[]::new);
    check(
        noClasses()
            .that(resideInAnyPackage(below))
            .should()
            .dependOnClassesThat(resideInAnyPackage(row.patterns()))
            .because("dependencies point down; " + row.remedy()));
  }

  @Test
  void everyClassIsInAPackageOfTheTable() {
    check(
        classes()
            .should()
            .resideInAnyPackage(
                ROWS.stream().flatMap(row -> Stream.of(row.patterns())).toArray(String[]::new))
            .because(
                "the packages are the rooms of docs/architecture.md; put the class into one of"
                    + " them, or add the new room there and to this table"));
  }

  @Test
  void packagesHaveNoCycles() {
    check(
        slices()
            .matching("io.mskcdc.(*)..")
            .should()
            .beFreeOfCycles()
            .because(
                "packages of one row do not depend on each other both ways; move the class"
                    + " that both need"));
  }

  @Test
  void planningIsPure() {
    check(
        noClasses()
            .that()
            .resideInAPackage("..plan..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "javax.net..", "java.io..", "java.sql..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.nio.file.Files")
            .because(
                "a plan is a function of the wanted and the live state; read both before, and pass"
                    + " them as arguments"));
  }

  @Test
  void onlyTheCommandLineDependsOnPicocli() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.mskcdc.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..")
            .because(
                "a CI job runs the use cases without a command line; parse in a command, and pass"
                    + " the value"));
  }

  @Test
  void theCommandLineDependsOnNoNetwork() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.mskcdc.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "java.net..", "javax.net..", "io.mskcdc.connect..", "io.mskcdc.msk..")
            .because("commands only parse and print; call a use case in deploy"));
  }

  @Test
  void onlyDeployOpensTheAdapters() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("io.mskcdc.deploy..", "io.mskcdc.connect..", "io.mskcdc.msk..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("io\\.mskcdc\\.(connect\\..*|msk\\..*(Runtime|Session))")
            .because("everything else works with any target; use the port ConnectRuntime"));
  }

  @Test
  void onlyTheAdaptersSpeakHttp() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("io.mskcdc.connect..", "io.mskcdc.aws..", "io.mskcdc.http..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.net.http..")
            .because(
                "another target must need no change above the port ConnectRuntime; move the"
                    + " request to its adapter"));
  }

  @Test
  void onlyAwsDependsOnTheSdk() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.mskcdc.aws..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon..")
            .because(
                "a command that needs nothing of AWS must not wait until the SDK is loaded; call"
                    + " the SDK in aws"));
  }

  @Test
  void everyClassIsNamedAfterItsTask() {
    check(
        classes()
            .should()
            .haveNameNotMatching(".*(Utils?|Helper|Manager|Base)")
            .because("a class does one thing; name it after that"));
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }
}
