package io.mskcdc.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.BundleReader;
import io.mskcdc.deploy.RolePolicy;
import io.mskcdc.iam.PolicyDocument.Statement;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Linter;
import io.mskcdc.lint.rules.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
 * Keeps docs/dynamodb.md true: its table of options, and what it says of orders-dynamodb. {@code
 * -Dmskcdc.dynamodb.write} writes the table.
 */
class DynamoDbDocumentTest {
  private static final List<String> NAMES = List.of("orders-dynamodb");
  private static final Path FILE = Path.of("../docs/dynamodb.md");
  private static final Pattern OPTIONS =
      Pattern.compile(
          "(?<=<!-- options: written by DynamoDbDocumentTest -->\n).*?(?=<!-- end of options -->)",
          Pattern.DOTALL);

  @TempDir Path temp;
  private BundleFolder bundle;

  @BeforeEach
  void theShippedBundle() throws IOException {
    bundle = BundleFolder.shipped(temp);
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
  void aMisspeltOptionAndAMaskOfAnotherTableAreFound() throws IOException {
    Path file = bundle.root().resolve("orders-dynamodb.json");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("\"tables\"", "\"table\"")
            .replace("dynamodb.orders.card_number", "dynamodb.order.card_number"));

    assertThat(Linter.lint(read(), Rules.ALL).findings())
        .extracting(Finding::key)
        .contains("table", "transforms.cdc.mask.partial.columns");
  }

  @Test
  void thePolicyAllowsItsTablesAndStreamsAndTopics() {
    assertThat(policy().get("SourceTables"))
        .isEqualTo(
            "dynamodb:DescribeTable dynamodb:Scan on arn:aws:dynamodb:eu-west-1:000000000000:table/orders");
    assertThat(policy().get("SourceStreams"))
        .isEqualTo(
            "dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator on"
                + " arn:aws:dynamodb:eu-west-1:000000000000:table/orders/stream/*");
    assertThat(policy().get("DataTopics"))
        .contains("/dynamodb.orders")
        .contains("/__debezium-heartbeat.orders-dynamodb");
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

  private Bundle read() {
    return new BundleReader(new BundlePaths(bundle.root())).read("local-iam", NAMES);
  }

  private TreeMap<String, String> policy() {
    return new RolePolicy(read(), warning -> {})
        .derive(NAMES).policy().statements().stream()
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
