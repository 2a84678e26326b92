package io.mskcdc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentSchemaTest {
  private static final Path CONFIGS = Path.of("../connector-configs");

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local",
        "local-exactly-once",
        "local-iam",
        "local-lake",
        "local-msk",
        "staging",
        "production"
      })
  void aShippedEnvironmentIsValidForAnEditorWhichSeesItsVariables(String env) throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(VersionFlag.V7)
            .getSchema(
                new ObjectMapper()
                    .readTree(CONFIGS.resolve("schema/environment.schema.json").toFile()));
    Path file = new BundlePaths(CONFIGS).environmentFile(env);
    JsonNode environment = new YAMLMapper().readTree(file.toFile());

    assertThat(schema.validate(environment)).isEmpty();
    assertThat(Files.readAllLines(file).get(0))
        .isEqualTo("# yaml-language-server: $schema=../../schema/environment.schema.json");
  }

  @Test
  void aMisspeltKeyIsReportedWithItsLocationTheSimilarKeyAndTheKnownKeys() {
    BundleFolder bundle =
        new BundleFolder(temp)
            .environment("test", "http://h:1", "variabels: {a: 1}\nconnectors: [{name: shop}]");

    assertThatThrownBy(bundle::read)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems())
                    .singleElement()
                    .satisfies(
                        problem -> {
                          assertThat(problem.headline())
                              .isEqualTo(
                                  "[environment-invalid]"
                                      + " connector-configs/environments/test/environment.yaml:4:1,"
                                      + " variabels: this key is not known for target connect:"
                                      + " did you mean variables?");
                          assertThat(problem.next())
                              .isEqualTo(
                                  "remove it; known here: $schema, target, bundle, connect, auth,"
                                      + " cluster, variables, policies, policyFiles, variableFiles, connectors,"
                                      + " dms");
                        }));
  }

  @Test
  void aValueThatIsNotValidInAVariableFileIsReportedWithItsLocationInThatFile() {
    BundleFolder bundle =
        new BundleFolder(temp)
            .environment(
                "test", "http://h:1", "variableFiles: [more.yaml]\nconnectors: [{name: shop}]")
            .file("environments/test/more.yaml", "a: 1\nb: [2]\n");

    assertThatThrownBy(bundle::read)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems())
                    .extracting(Problem::headline)
                    .containsExactly(
                        "[environment-invalid]"
                            + " connector-configs/environments/test/more.yaml:2:4, b: a variable's"
                            + " value is a text"));
  }

  @Test
  void aKeyOfAnEntryIsNamedAfterItsConnector() {
    BundleFolder bundle =
        new BundleFolder(temp)
            .environment("test", "http://h:1", "connectors:\n  - name: shop\n    state: off");

    assertThatThrownBy(bundle::read)
        .hasMessageContaining("environment.yaml:6:12, connectors.shop.state: 'off' is not a state");
  }
}
