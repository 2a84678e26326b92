package io.mskcdc.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.MskEnvironment;
import io.mskcdc.deploy.ConnectorMigration;
import io.mskcdc.lint.EnvironmentLint;
import io.mskcdc.lint.LintEntry;
import io.mskcdc.lint.Severity;
import io.mskcdc.lint.rules.Rules;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.report.MigrationReport;
import io.mskcdc.report.Palette;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The configurations of the tests of lint, as people write them, are migrated. */
class MigratedShapesTest {
  private static final Path SHAPES = Path.of("test/resources/io/mskcdc/lint/shapes");
  private static final String MYSQL = "io.debezium.connector.mysql.MySqlConnector";

  /** They have an option of Debezium 3, or a transform of this project. */
  private static final List<String> CURRENT =
      List.of("22-unwrap-mask-route", "39-protobuf-registry", "50-aurora-small-history");

  /** What lint may still say of a result, with the reason why migrate leaves it. */
  private static final Map<String, String> LEFT =
      Map.of(
          "decimals-rounded", "consumers read doubles; a text is another type for them",
          "failures-skipped", "the old configuration asks for it, and no record differs",
          "history-partial", "the history has only these tables, and a new one needs a snapshot",
          "signals-unusable", "the old configuration has signals that reach nothing either",
          "snapshot-repeated", "the old configuration asks for it, and no record differs",
          "snapshot-unlocked", "it is a decision about the first snapshot, which has passed");

  /** What lint may also say with --identical. */
  private static final Map<String, String> LEFT_IDENTICAL =
      Map.of(
          "nulls-replaced", "consumers get defaults in place of nulls",
          "heartbeat-off", "there was no topic with heartbeats");

  @TempDir Path temp;

  private static Stream<String> all() throws IOException {
    try (Stream<Path> files = Files.list(SHAPES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .map(name -> name.replace(".json", ""))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static String type(String shape) {
    try {
      JsonNode root = new ObjectMapper().readTree(SHAPES.resolve(shape + ".json").toFile());
      return root.path("config").path("connector.class").asText();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static Stream<String> old() throws IOException {
    return all().filter(shape -> type(shape).equals(MYSQL) && !CURRENT.contains(shape));
  }

  static Stream<String> others() throws IOException {
    return all().filter(shape -> !type(shape).equals(MYSQL));
  }

  static List<String> current() {
    return CURRENT;
  }

  @Test
  void thereAreThirtyShapesAtLeast() throws IOException {
    assertThat(old()).hasSizeGreaterThanOrEqualTo(30);
  }

  @ParameterizedTest
  @MethodSource("old")
  void aMigratedShapeIsListedAndPassesLint(String shape) throws IOException {
    List<String> warnings = warnings(shape, false);
    assertThat(warnings).isSubsetOf(LEFT.keySet());
  }

  @ParameterizedTest
  @MethodSource("old")
  void anIdenticalShapeIsListedAndPassesLint(String shape) throws IOException {
    List<String> allowed = new ArrayList<>(LEFT.keySet());
    allowed.addAll(LEFT_IDENTICAL.keySet());
    assertThat(warnings(shape, true)).isSubsetOf(allowed);
  }

  @ParameterizedTest
  @MethodSource("others")
  void aShapeOfAnotherConnectorIsRefused(String shape) throws IOException {
    BundlePaths bundle = bundle(shape);
    assertThatThrownBy(() -> migrate(bundle, shape, false))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problems().get(0).code()).isEqualTo(ErrorCode.MIGRATION_UNSUPPORTED));
  }

  @ParameterizedTest
  @MethodSource("current")
  void aShapeOfDebezium3IsRefused(String shape) throws IOException {
    BundlePaths bundle = bundle(shape);
    assertThatThrownBy(() -> migrate(bundle, shape, false))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problems().get(0).code()).isEqualTo(ErrorCode.CONFIGURATION_CURRENT));
  }

  /** Migrates a shape and returns the warnings of lint that remain. There must be no error. */
  private List<String> warnings(String shape, boolean isIdentical) throws IOException {
    BundlePaths bundle = bundle(shape);
    MigrationReport report = migrate(bundle, shape, isIdentical);
    assertThat(report.hasErrors()).as(report.text(Palette.NONE)).isFalse();
    assertThat(report.results().get(0).written().orElseThrow().listed()).isTrue();
    List<LintEntry> entries =
        EnvironmentLint.of(bundle, List.of("test"), Rules.ALL).get(0).entries();
    assertThat(entries).extracting(LintEntry::severity).doesNotContain(Severity.ERROR);
    return entries.stream()
        .filter(entry -> entry.severity() == Severity.WARNING)
        .map(entry -> entry.code().code())
        .toList();
  }

  private static MigrationReport migrate(BundlePaths bundle, String shape, boolean isIdentical) {
    return new ConnectorMigration(bundle, Optional.of("test"), isIdentical)
        .migrate(List.of(SHAPES.resolve(shape + ".json")), true);
  }

  /** Returns a bundle that lists nothing, with the workers that the shape is for. */
  private BundlePaths bundle(String shape) throws IOException {
    String target =
        Files.readAllLines(SHAPES.resolve(shape + ".expected"))
            .get(0)
            .replace("# environment: ", "");
    String worker = Files.readString(SHAPES.resolve(target + ".properties"));
    BundleFolder bundle = new BundleFolder(temp).without("shop.json");
    if (target.equals("msk")) {
      new MskEnvironment(bundle).worker(worker).connectors("connectors: []").write();
    } else {
      bundle.environment("test", "http://127.0.0.1:8083", "connectors: []").worker(worker);
    }
    return new BundlePaths(bundle.root());
  }
}
