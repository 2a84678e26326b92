package io.mskcdc.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.mskcdc.config.BundleFolder;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.lint.rules.Rules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lint reports what is wrong with a damaged file, and never fails itself. */
class DamagedFilesTest {
  /** The number of damages to each file. */
  private static final int ROUNDS = 120;

  private static final List<String> TOKENS =
      List.of(
          "{", "}", "[", "]", "\"", "'", ":", ",", "\n", "\t", "\\", "\\u12", "${", "{{ ", "}}",
          "null", "true", "1e999", "-", "- ", "&a ", "*a ", "!!x ", "#", "=", "\u0000", "\ufeff",
          "\ud83d", "é");

  private static final String MORE =
      "policyFiles: [policies.yaml]\nvariableFiles: [variables.yaml]\nvariables:";

  private static final String POLICIES =
      """
      severities:
        - {rule: CDC041, severity: warning, reason: money is unsigned here}
      connectorNames: "[a-z]+-cdc"
      topicNames: "[a-z_.*]+"
      required: [description]
      limits: {tasks: 1}
      """;

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql-cdc.json",
        "environments/staging/mysql-cdc.json",
        "environments/staging/environment.yaml",
        "environments/staging/worker.properties",
        "environments/production/environment.yaml",
        "environments/production/worker.properties",
        "environments/staging/policies.yaml",
        "environments/staging/variables.yaml",
      })
  void aDamagedFileIsNoInternalError(String name) throws IOException {
    BundleFolder bundle = BundleFolder.shipped(temp);
    Path staging = bundle.root().resolve("environments/staging/environment.yaml");
    Files.writeString(staging, Files.readString(staging).replace("variables:", MORE));
    bundle
        .file("environments/staging/policies.yaml", POLICIES)
        .file("environments/staging/variables.yaml", "region: eu-west-1\nport: 3306\n");
    Path file = bundle.root().resolve(name);
    byte[] whole = Files.readAllBytes(file);
    String environment = name.contains("production") ? "production" : "staging";
    assertThat(EnvironmentLint.of(new BundlePaths(bundle.root()), List.of(environment), Rules.ALL))
        .noneMatch(EnvironmentLint::hasErrors);
    Random random = new Random(name.hashCode());
    for (int i = 0; i < ROUNDS; i++) {
      byte[] damaged = damaged(whole, random);
      Files.write(file, damaged);
      assertThatCode(
              () ->
                  EnvironmentLint.of(
                          new BundlePaths(bundle.root()), List.of(environment), Rules.ALL)
                      .get(0)
                      .hasErrors())
          .as(() -> new String(damaged, StandardCharsets.UTF_8))
          .doesNotThrowAnyException();
    }
  }

  /** A policy can turn off what another one needs. */
  @Test
  void everyRuleCanBeTurnedOff() throws IOException {
    BundleFolder bundle =
        BundleFolder.shipped(temp).file("../connect-plugins/debezium-mysql/pom.xml", "");
    Path file = bundle.root().resolve("environments/production/environment.yaml");
    StringBuilder off =
        new StringBuilder(Files.readString(file)).append("\npolicies:\n  severities:\n");
    Rules.documented()
        .forEach(
            rule ->
                off.append("    - {rule: ")
                    .append(rule.code().rule().orElseThrow())
                    .append(", severity: 'off', reason: a test}\n"));
    Files.writeString(file, off);

    EnvironmentLint lint =
        EnvironmentLint.of(new BundlePaths(bundle.root()), List.of("production"), Rules.ALL).get(0);

    assertThat(lint.entries()).isEmpty();
  }

  private static byte[] damaged(byte[] whole, Random random) {
    byte[] bytes = whole;
    for (int i = random.nextInt(3); i >= 0; i--) {
      bytes =
          switch (random.nextInt(5)) {
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 1 -> inserted(bytes, random, TOKENS.get(random.nextInt(TOKENS.size())));
            case 2 -> without(bytes, random);
            case 3 -> swappedLines(bytes, random);
            default -> replaced(bytes, random);
          };
    }
    return bytes;
  }

  private static byte[] inserted(byte[] bytes, Random random, String token) {
    int at = random.nextInt(bytes.length + 1);
    byte[] added = token.getBytes(StandardCharsets.UTF_8);
    byte[] result = new byte[bytes.length + added.length];
    System.arraycopy(bytes, 0, result, 0, at);
    System.arraycopy(added, 0, result, at, added.length);
    System.arraycopy(bytes, at, result, at + added.length, bytes.length - at);
    return result;
  }

  private static byte[] without(byte[] bytes, Random random) {
    int from = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, from + 1 + random.nextInt(40));
    byte[] result = Arrays.copyOf(bytes, bytes.length - (to - from));
    System.arraycopy(bytes, to, result, from, bytes.length - to);
    return result;
  }

  private static byte[] replaced(byte[] bytes, Random random) {
    byte[] result = bytes.clone();
    if (result.length > 0) {
      result[random.nextInt(result.length)] = (byte) random.nextInt(256);
    }
    return result;
  }

  private static byte[] swappedLines(byte[] bytes, Random random) {
    List<String> lines =
        new ArrayList<>(new String(bytes, StandardCharsets.UTF_8).lines().toList());
    if (lines.size() > 1) {
      Collections.swap(lines, random.nextInt(lines.size()), random.nextInt(lines.size()));
    }
    return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
  }
}
