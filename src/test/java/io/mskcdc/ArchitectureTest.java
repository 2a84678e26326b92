package io.mskcdc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

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
                "a plan is a function of the wanted and the live state; read both before, and hand"
                    + " them in"));
  }

  @Test
  void theCommandLineKnowsNoHttp() {
    check(
        noClasses()
            .that()
            .resideInAPackage("..cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "javax.net..")
            .because("commands talk to the port ConnectRuntime; put requests into its adapter"));
  }

  @Test
  void onlyTheAdaptersSpeakHttp() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("..connect..", "..aws..", "..http..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.net.http..")
            .because("another target must need no change above the port ConnectRuntime"));
  }

  @Test
  void onlyOnePackageKnowsTheSdk() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("..aws..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon..")
            .because("a command that needs nothing of AWS must not wait for the SDK to load"));
  }

  @Test
  void nothingButTheCommandLineKnowsTheAdapters() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("..cli..", "..connect..", "..msk..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..connect..", "..msk..")
            .because("the rest works with any target; use the port ConnectRuntime"));
  }

  @Test
  void onlyTheCommandLineKnowsPicocli() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("..cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..")
            .because("what a command does must be usable without a command line"));
  }

  @Test
  void thePortKnowsRecordsOnly() {
    check(
        noClasses()
            .that()
            .resideInAPackage("..runtime..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "..cli..",
                "..apply..",
                "..plan..",
                "..connect..",
                "..report..",
                "..aws..",
                "..msk..")
            .because("dependencies point towards the port; move what it needs into its records"));
  }

  @Test
  void packagesHaveNoCycles() {
    check(
        slices()
            .matching("io.mskcdc.(*)..")
            .should()
            .beFreeOfCycles()
            .because("dependencies point one way; move the class that both sides need"));
  }

  @Test
  void noClassIsNamedAfterNothing() {
    check(
        classes()
            .should()
            .haveNameNotMatching(".*(Utils?|Helper|Manager|Base)")
            .because("a class is named after the one thing that it does"));
  }

  private static void check(ArchRule rule) {
    rule.check(CLASSES);
  }
}
