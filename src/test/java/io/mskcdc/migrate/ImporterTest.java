package io.mskcdc.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.migrate.Importer.Imported;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.ConnectorStatus;
import io.mskcdc.runtime.LiveConnector;
import io.mskcdc.runtime.RunState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImporterTest {
  @TempDir Path temp;
  private BundleFolder folder;
  private final Map<String, String> live = new HashMap<>(Map.of("connector.class", "a.B"));

  private List<Problem> problems = List.of();

  @BeforeEach
  void bundle() {
    folder = new BundleFolder(temp);
    folder.connector("shop", "\"connector.class\": \"a.B\", \"h\": \"{{ host }}\"");
    environment("variables: {host: db.example}\nconnectors:\n  - name: shop");
  }

  @Test
  void theFileHasTheClassFirstAndThenTheKeysByName() {
    live.putAll(Map.of("url", "jdbc://db.example/x", "b", "2", "a", "1"));

    Imported imported = write(RunState.RUNNING);

    assertThat(imported)
        .isEqualTo(
            new Imported(
                "orders",
                "connector-configs/orders.json",
                Optional.of("connector-configs/environments/test/environment.yaml"),
                true,
                Map.of(),
                List.of(),
                List.of(),
                List.of("- name: orders")));
    assertThat(file())
        .hasContent(
            """
            {
              "name": "orders",
              "config": {
                "connector.class": "a.B",
                "a": "1",
                "b": "2",
                "url": "jdbc://{{ host }}/x"
              }
            }
            """);
  }

  @Test
  void theImportedConnectorIsReadBackAsItRuns() {
    live.put("url", "jdbc://db.example/x");
    write(RunState.PAUSED);

    Bundle bundle = folder.read();

    assertThat(bundle.connectors())
        .filteredOn(connector -> connector.name().equals("orders"))
        .singleElement()
        .satisfies(
            connector -> {
              assertThat(connector.config()).isEqualTo(live);
              assertThat(connector.state()).hasToString("PAUSED");
            });
  }

  @Test
  void keysThatToolsAddAreLeftOut() {
    live.putAll(Map.of("mskcdc.bundle", "b/test", "__internal.x", "1"));

    write(RunState.RUNNING);

    assertThat(file()).content().doesNotContain("mskcdc.bundle", "__internal");
  }

  @Test
  void aSecretInClearAndAMaskedValueBecomeReferences() {
    live.putAll(
        Map.of("a.password", "hunter2", "b", "••••", "c.password", "${file:/f:c}", "d", "plain"));
    live.put("declared", "hunter2");
    live.put("url", "https://cdc:hunter2@db.example");

    Imported imported = write(RunState.RUNNING);

    String place = "${file:/path/to/secrets.properties:orders.";
    assertThat(imported.secrets())
        .isEqualTo(
            Map.of(
                "a.password", place + "a.password}",
                "b", place + "b}",
                "declared", place + "declared}",
                "url", place + "url}"));
    assertThat(file())
        .content()
        .contains("\"a.password\": \"" + place, "\"b\": \"" + place, "\"${file:/f:c}\"", "plain")
        .doesNotContain("hunter2");
  }

  @Test
  void aSaltInAKeyIsNotWritten() {
    String hash = "column.mask.hash.SHA-256.with.salt.";
    live.putAll(Map.of(hash + "hunter2", "d.t.a", hash + "hunter22", "d.t.b"));

    Imported imported = write(RunState.RUNNING);

    assertThat(imported.problems())
        .extracting(Problem::headline)
        .hasSize(2)
        .allMatch(line -> line.contains("[clear-secret]") && line.contains(hash + "(sensitive)"));
    assertThat(file())
        .content()
        .contains(hash + "replace-me\": \"d.t.a\"", hash + "replace-me-2\": \"d.t.b\"")
        .doesNotContain("hunter2");
  }

  @Test
  void theReferenceIsToTheEnvironmentsFileOfSecrets() {
    folder.connector("shop", "\"connector.class\": \"a.B\", \"f\": \"{{ secrets_file }}\"");
    environment("variables: {secrets_file: /run/s.properties}\nconnectors:\n  - name: shop");
    live.put("a.password", "hunter2");

    assertThat(write(RunState.RUNNING).secrets())
        .containsExactly(Map.entry("a.password", "${file:{{ secrets_file }}:orders.a.password}"));
  }

  @Test
  void aListInAnotherFormIsReportedAsNotChanged() {
    environment("variables: {host: db.example}\nconnectors: [{name: shop}]");

    assertThat(write(RunState.RUNNING).listed()).isFalse();
    assertThat(file()).exists();
  }

  @Test
  void aConnectorThatIsListedAlreadyIsNotListedAgain() throws Exception {
    Path environment = folder.root().resolve("environments/test/environment.yaml");
    String before = Files.readString(environment);
    Bundle bundle = folder.read();
    Files.delete(folder.root().resolve("shop.json"));

    assertThat(
            new Importer(bundle.paths(), Optional.of(bundle.environment()), () -> problems)
                .write(connector("shop"), Set.of())
                .listed())
        .isTrue();
    assertThat(environment).hasContent(before);
  }

  @Test
  void aConnectorWithAProblemIsWrittenAndNotListed() throws Exception {
    Path environment = folder.root().resolve("environments/test/environment.yaml");
    String before = Files.readString(environment);
    problems = List.of(Problem.of(ErrorCode.KEY_UNKNOWN, "orders.json", "m", "n"));

    Imported imported = write(RunState.PAUSED);

    assertThat(imported.listed()).isFalse();
    assertThat(imported.problems()).isEqualTo(problems);
    assertThat(file()).exists();
    assertThat(environment).hasContent(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../orders", "orders and more", "-orders", "o/rders"})
  void aNameThatTheBundleRefusesIsRefusedBeforeAnythingIsWritten(String name) throws Exception {
    Bundle bundle = folder.read();

    assertThatThrownBy(
            () ->
                new Importer(bundle.paths(), Optional.of(bundle.environment()), () -> problems)
                    .write(connector(name), Set.of()))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems())
                    .singleElement()
                    .satisfies(
                        problem ->
                            assertThat(problem.headline())
                                .isEqualTo(
                                    "[connector-name-invalid] environment test: '"
                                        + name
                                        + "' is not a connector's name")));
    try (Stream<Path> files = Files.walk(temp)) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(2);
    }
  }

  @Test
  void aFileIsNotOverwritten() {
    folder.connector("orders", "\"connector.class\": \"mine\"");

    assertProblem(ErrorCode.FILE_EXISTS);
    assertThat(file()).content().contains("mine");
  }

  @Test
  void aValueThatLooksLikeAVariableIsRefusedAndNothingIsWritten() {
    live.put("pattern", "{{ x }}");

    assertProblem(ErrorCode.CONFIG_VALUE_INVALID);
    assertThat(file()).doesNotExist();
  }

  @Test
  void aFolderThatIsMissingIsAProblem() throws Exception {
    Bundle bundle = folder.read();
    Files.move(folder.root(), temp.resolve("moved"));

    assertThatThrownBy(
            () ->
                new Importer(bundle.paths(), Optional.of(bundle.environment()), () -> problems)
                    .write(connector("orders"), Set.of()))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems())
                    .extracting(problem -> problem.code())
                    .isEqualTo(List.of(ErrorCode.FILE_NOT_WRITABLE)));
  }

  private void assertProblem(ErrorCode code) {
    assertThatThrownBy(() -> write(RunState.RUNNING))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problems().get(0).code()).isEqualTo(code));
  }

  private void environment(String rest) {
    folder.environment("test", "http://h:1", rest);
  }

  private Path file() {
    return folder.root().resolve("orders.json");
  }

  private Imported write(RunState state) {
    Bundle bundle = folder.read();
    return new Importer(bundle.paths(), Optional.of(bundle.environment()), () -> problems)
        .write(
            new LiveConnector("orders", live, new ConnectorStatus(state, "w:1", null, List.of())),
            Set.of("declared"));
  }

  private LiveConnector connector(String name) {
    return new LiveConnector(
        name, live, new ConnectorStatus(RunState.RUNNING, "w:1", null, List.of()));
  }
}
