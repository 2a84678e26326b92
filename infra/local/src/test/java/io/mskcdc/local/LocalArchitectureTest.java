package io.mskcdc.local;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The packages of this module and the dependencies between them. */
class LocalArchitectureTest {
  private static final String ROOT = "io.mskcdc.local.";
  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  private static final List<Room> ROOMS =
      List.of(
          new Room("process", "move a class that uses a server to the server's package"),
          new Room(
              "iam",
              "its classes also run in the broker: pass values in the account file or BrokerProperties",
              "process"),
          new Room(
              "clock", "its classes also run in the workers: pass values in the file", "process"),
          new Room("mysql", "pass other parts' values as arguments from stack", "process"),
          new Room("lambda", "pass other parts' values as arguments from stack", "process"),
          new Room("s3", "pass other parts' values as arguments from stack", "process"),
          new Room(
              "lake", "pass other parts' values as arguments from stack", "mysql", "process", "s3"),
          new Room(
              "kafka",
              "pass other parts' values as arguments from stack",
              "clock",
              "process",
              "iam"),
          new Room("aws.rest", "move code for one service to that service's package", "iam"),
          new Room(
              "aws", "reach a service of another package through LocalService", "aws.rest", "iam"),
          new Room(
              "dynamodb",
              "it is only a service: start its server, and pass values of the stack, from stack",
              "aws.rest"),
          new Room(
              "msk",
              "pass values of the stack in MskConnect.Settings",
              "aws",
              "aws.rest",
              "iam",
              "kafka",
              "process"),
          new Room(
              "stack",
              "move the class that stack and demo need to stack",
              "aws",
              "aws.rest",
              "dynamodb",
              "iam",
              "kafka",
              "msk",
              "mysql",
              "process",
              "s3"),
          new Room(
              "chaos",
              "start another part from ChaosStack, and add its row here",
              "clock",
              "kafka",
              "mysql",
              "process",
              "stack"),
          new Room(
              "demo",
              "a demo may use every package, but each needs a row here",
              "aws",
              "aws.rest",
              "dynamodb",
              "iam",
              "kafka",
              "lambda",
              "lake",
              "msk",
              "mysql",
              "process",
              "s3",
              "stack"));

  /**
   * A package and the packages that it may depend on.
   *
   * @param remedy how to fix a dependency on another package
   */
  private record Room(String name, String remedy, String... uses) {
    String packageName() {
      return ROOT + name;
    }

    String[] allowed() {
      return Stream.concat(Stream.of(packageName()), Stream.of(uses).map(used -> ROOT + used))
          .toArray(String[]::new);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Room> rooms() {
    return ROOMS;
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aPackageUsesOnlyThePackagesInItsRow(Room room) {
    DescribedPredicate<JavaClass> ours = resideInAPackage(ROOT + ".");
    check(
        noClasses()
            .that()
            .resideInAPackage(room.packageName())
            .should()
            .dependOnClassesThat(
                ours.and(DescribedPredicate.not(resideInAnyPackage(room.allowed()))))
            .because(
                "only stack, chaos and demo use all parts; "
                    + room.remedy()
                    + ", or add the arrow here"));
  }

  @Test
  void everyClassIsInAPackageOfTheTable() {
    check(
        classes()
            .should()
            .resideInAnyPackage(ROOMS.stream().map(Room::packageName).toArray(String[]::new))
            .because(
                "the packages are the rooms of docs/architecture.md; put the class into one of"
                    + " them, or add the new package there and to this table"));
  }

  @Test
  void packagesHaveNoCycles() {
    check(
        slices()
            .matching(ROOT + "(**)")
            .should()
            .beFreeOfCycles()
            .because("dependencies point one way; move the class that both packages need"));
  }

  @Test
  void nothingUsesTheOtherModules() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat(
                resideInAPackage("io.mskcdc..")
                    .and(DescribedPredicate.not(resideInAPackage(ROOT + "."))))
            .because(
                "the local stack is built before the deployer and deploys as a user does; call a"
                    + " script of scripts/ as a subprocess"));
  }

  @Test
  void everyClassIsNamedAfterItsTask() {
    check(
        classes()
            .should()
            // Except SecretsManager, which is the name of an AWS service.
            .haveNameNotMatching(".*(Utils?|Helper|(?<!Secrets)Manager|Base)")
            .because("a class is named after the one thing that it does; name that thing"));
  }

  private static void check(ArchRule rule) {
    rule.check(CLASSES);
  }
}
