package io.mskcdc.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.iam.LeastPolicy;
import io.mskcdc.iam.PolicyDocument.Statement;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Linter;
import io.mskcdc.lint.Severity;
import io.mskcdc.lint.rules.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keeps docs/dynamodb.md true: its table of options, and its connector. {@code
 * -Dmskcdc.dynamodb.write} writes the table.
 */
class DynamoDbDocumentTest {
  private static final Path FILE = Path.of("../docs/dynamodb.md");
  private static final Pattern OPTIONS =
      Pattern.compile(
          "(?<=<!-- options: written by DynamoDbDocumentTest -->\n).*?(?=<!-- end of options -->)",
          Pattern.DOTALL);

  @TempDir Path temp;
  private BundleFolder bundle;

  @BeforeEach
  void theConnectorOfTheDocument() throws IOException {
    Matcher json =
        Pattern.compile("```json\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(FILE));
    assertThat(json.find()).isTrue();
    bundle = new BundleFolder(temp);
    bundle.environment(
        "test",
        "http://connect:8083",
        "cluster: arn:aws:kafka:eu-west-1:111122223333:cluster/c/u-1\nauth: iam\n"
            + "connectors: [{name: orders-dynamodb}]");
    bundle.file("orders-dynamodb.json", json.group(1));
  }

  @Test
  void theTableHasEveryOption() throws IOException {
    String text = Files.readString(FILE);
    StringBuilder rows = new StringBuilder("| option | default | meaning |\n|---|---|---|\n");
    for (ConfigKey key : new TreeMap<>(SourceOptions.CONFIG_DEF.configKeys()).values()) {
      String value =
          !key.hasDefault()
              ? "required"
              : key.defaultValue == null
                  ? ""
                  : "`" + ConfigDef.convertToString(key.defaultValue, key.type) + "`";
      rows.append("| `%s` | %s | %s |\n".formatted(key.name, value, key.documentation));
    }
    String wanted = OPTIONS.matcher(text).replaceFirst(Matcher.quoteReplacement(rows.toString()));
    if (System.getProperty("mskcdc.dynamodb.write") != null) {
      Files.writeString(FILE, wanted);
    }

    assertThat(Files.readString(FILE))
        .as("run this test with -Dmskcdc.dynamodb.write")
        .isEqualTo(wanted);
  }

  @Test
  void lintFindsNothingInTheConnector() {
    assertThat(Linter.lint(bundle.read(), Rules.ALL).findings())
        .filteredOn(finding -> finding.severity() != Severity.HINT)
        .extracting(Finding::key)
        .isEmpty();
  }

  @Test
  void aMisspeltOptionAndAMaskOfAnotherTableAreFound() throws IOException {
    Path file = bundle.root().resolve("orders-dynamodb.json");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("\"tables\"", "\"table\"")
            .replace("dynamodb.orders.email", "dynamodb.order.email"));

    assertThat(Linter.lint(bundle.read(), Rules.ALL).findings())
        .extracting(Finding::key)
        .contains("table", "transforms.cdc.mask.redact.columns");
  }

  @Test
  void thePolicyAllowsItsTablesAndStreamsAndTopics() {
    assertThat(policy().get("SourceTables"))
        .isEqualTo(
            "dynamodb:DescribeTable dynamodb:Scan on arn:aws:dynamodb:eu-west-1:111122223333:table/orders");
    assertThat(policy().get("SourceStreams"))
        .isEqualTo(
            "dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator on"
                + " arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/*");
    assertThat(policy().get("DataTopics"))
        .contains("/dynamodb.orders")
        .contains("/__debezium-heartbeat.production");
  }

  @Test
  void withARoleThePolicyAllowsToAssumeIt() throws IOException {
    Path file = bundle.root().resolve("orders-dynamodb.json");
    Files.writeString(
        file,
        Files.readString(file)
            .replace(
                "\"tables\"", "\"role.arn\": \"arn:aws:iam::444455556666:role/r\", \"tables\""));

    assertThat(policy().get("SourceRole"))
        .isEqualTo("sts:AssumeRole on arn:aws:iam::444455556666:role/r");
    assertThat(policy()).doesNotContainKey("SourceTables");
  }

  private TreeMap<String, String> policy() {
    Bundle read = bundle.read();
    return LeastPolicy.of(read, read.connectors().get(0)).document().statements().stream()
        .collect(
            Collectors.toMap(
                Statement::sid,
                statement ->
                    String.join(" ", statement.actions())
                        + " on "
                        + String.join(" ", statement.resources()),
                (a, b) -> a,
                TreeMap::new));
  }
}
