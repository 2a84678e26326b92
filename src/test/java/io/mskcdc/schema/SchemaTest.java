package io.mskcdc.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.debezium.connector.mysql.MySqlConnector;
import io.mskcdc.catalog.SecretKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Fails if the options of a plugin changed. With {@code -Dmskcdc.schema.write} it writes the files.
 * Build the transforms in the same run ({@code -pl src -am}): their options are in the files.
 */
class SchemaTest {
  private static final Path SCHEMAS = Path.of("../connector-configs/schema");
  private static final Path SECRETS = Path.of("main/resources/io/mskcdc/catalog/secret-keys.txt");

  private static final Path DEFAULTS = Path.of("main/resources/io/mskcdc/catalog/defaults.txt");

  private static final Path OPTIONS = Path.of("main/resources/io/mskcdc/catalog/options.txt");

  private static final Path VALUES = Path.of("main/resources/io/mskcdc/catalog/values.txt");

  private final SchemaGenerator generator = new SchemaGenerator();

  @Test
  void theSchemasEqualTheOptionsInThisBuild() throws IOException {
    assertCurrent(SCHEMAS.resolve("connector.schema.json"), generator.connector());
    assertCurrent(SCHEMAS.resolve("overlay.schema.json"), generator.overlay());
  }

  @Test
  void theSecretKeysEqualThoseInThisBuild() throws IOException {
    assertCurrent(SECRETS, generator.secretKeys());
    assertThat(generator.secretKeys().lines().map(SchemaTest::keyInAFile))
        .contains("database.password")
        .allMatch(SecretKeys::isSecret);
  }

  @Test
  void theDefaultsEqualThoseInThisBuild() throws IOException {
    assertCurrent(DEFAULTS, generator.defaults());
  }

  @Test
  void theOptionsEqualThoseInThisBuild() throws IOException {
    assertCurrent(OPTIONS, generator.options());
  }

  @Test
  void theValuesEqualThoseInThisBuild() throws IOException {
    assertCurrent(VALUES, generator.values());
    assertThat(generator.values())
        .contains(
            MySqlConnector.class.getName() + "\tsnapshot.locking.mode\tcustom,extended,minimal,");
  }

  @Test
  void everyKeyOfTheBundlesConnectorIsInTheSchema() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    JsonNode config = mapper.readTree(generator.connector()).at("/properties/config");
    JsonNode connector = mapper.readTree(SCHEMAS.resolve("../mysql-cdc.json").toFile());
    List<String> unknown = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : connector.get("config").properties()) {
      String key = entry.getKey();
      boolean known =
          config.get("properties").has(key)
              || config.get("patternProperties").properties().stream()
                  .anyMatch(pattern -> Pattern.matches(pattern.getKey(), key))
              // The user chooses these names.
              || key.startsWith("topic.creation.")
              // Debezium reads it and does not declare it.
              || key.equals("event.converting.failure.handling.mode")
              // Debezium defines and documents none of these.
              || key.startsWith("internal.")
              // Debezium documents it, and its definition of options lacks it.
              || key.equals("event.converting.failure.handling.mode")
              // Debezium passes these on to its producer.
              || key.startsWith("schema.history.internal.producer.")
              || key.matches("transforms\\.[^.]+\\.type");
      if (!known) {
        unknown.add(key);
      }
    }

    assertThat(unknown).isEmpty();
  }

  /** Options of transforms follow an alias. */
  private static String keyInAFile(String line) {
    String[] fields = line.split("\t");
    return fields[0].startsWith("io.mskcdc.smt.") ? "transforms.any." + fields[1] : fields[1];
  }

  private static void assertCurrent(Path file, String content) throws IOException {
    if (System.getProperty("mskcdc.schema.write") != null) {
      Files.writeString(file, content);
    }
    assertThat(file)
        .as(
            "outdated; write it with: mvn -pl src -am test -Dtest=SchemaTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dmskcdc.schema.write")
        .hasContent(content);
  }
}
