package io.mskcdc.lint.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.config.BundleFolder;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.lint.EnvironmentLint;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClearPersonalRuleTest {
  private static final String SOURCE =
      """
      "connector.class": "io.debezium.connector.mysql.MySqlConnector", "topic.prefix": "p",
      "database.hostname": "db", "database.server.id": "7", "heartbeat.interval.ms": "5000",
      "transforms": "m", "transforms.m.type": "io.mskcdc.smt.Mask", "transforms.m.key.id": "1",
      "transforms.m.key.secret": "${file:/s:k}", "transforms.m.unlisted": "%s",
      "transforms.m.redact.columns": "other.t.c"
      """;

  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "drop | \"transforms.m.clear.columns\": \"shop.t.email\" | personal-column-listed:"
            + " shop.t.email looks personal (email) and leaves in clear",
        "drop | \"transforms.m.clear.columns\": \"shop.t.*\" | personal-column-clear:"
            + " shop.t.email looks personal (email) and leaves in clear because of shop.t.*",
        "pass | \"column.include.list\": \"shop\\\\.t\\\\.id,shop\\\\.t\\\\.iban\" |"
            + " personal-column-clear: shop.t.iban looks personal (account) and leaves in clear",
        "drop | \"transforms.m.hmac.length\": \"3\" | mask-invalid: Invalid value 3 for configuration hmac.length",
      })
  void aColumnThatLooksPersonalAndLeavesInClearIsFound(
      String unlisted, String entries, String expected) {
    assertThat(findings(unlisted, entries)).anyMatch(text -> text.startsWith(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "drop | \"transforms.m.clear.columns\": \"shop.t.id,shop.t.email_verified\"",
        "drop | \"transforms.m.clear.columns\": \"shop.t.*\", \"transforms.m.hmac.columns\":"
            + " \"*.*.email,*.*.phone,*.*.password,*.*.iban\"",
        "drop | \"column.include.list\": \"shop\\\\.t\\\\.iban\"",
        "pass | \"column.include.list\": \"shop\\\\.t\\\\.iban\", \"column.mask.with.4.chars\":"
            + " \"shop\\\\.t\\\\.iban\"",
        "pass | \"column.include.list\": \"shop\\\\.t\\\\.iban\", \"transforms.m.null.columns\":"
            + " \"shop.t.iban\"",
      })
  void aColumnThatIsMaskedOrNotPersonalIsNot(String unlisted, String entries) {
    assertThat(findings(unlisted, entries)).isEmpty();
  }

  private List<String> findings(String unlisted, String entries) {
    BundleFolder bundle =
        new BundleFolder(temp).connector("shop", SOURCE.formatted(unlisted) + ", " + entries);
    return EnvironmentLint.of(new BundlePaths(bundle.root()), List.of("test"), Rules.ALL)
        .get(0)
        .entries()
        .stream()
        .filter(
            entry ->
                List.of("personal-column-clear", "personal-column-listed", "mask-invalid")
                    .contains(entry.code().code()))
        .map(entry -> entry.code().code() + ": " + entry.message())
        .toList();
  }
}
