package io.mskcdc.lint.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.BundleReader;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Linter;
import io.mskcdc.lint.Severity;
import io.mskcdc.problem.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShippedBundleTest {
  private static final String ENDPOINTS =
      """
      aws_endpoint: https://h:1
      cluster_arn: arn:aws:kafka:eu-west-1:000000000000:cluster/local/1-1
      kafka_bootstrap_servers: h:9098
      mysql_host: h
      mysql_port: 3306
      s3_endpoint: https://h:2
      worker_role: arn:aws:iam::000000000000:role/local
      """;

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local",
        "local-exactly-once",
        "local-iam",
        "local-lake",
        "local-msk",
        "production",
        "staging"
      })
  void theShippedBundleHasNeitherErrorsNorWarnings(String environment) throws IOException {
    BundlePaths paths =
        new BundlePaths(
            BundleFolder.shipped(temp)
                .file("../.local-stack/endpoints-msk.yaml", ENDPOINTS)
                .root());
    Bundle bundle = new BundleReader(paths).read(environment, List.of());

    List<Finding> findings = Linter.lint(bundle, Rules.ALL).findings();
    assertThat(findings)
        .filteredOn(finding -> finding.severity().compareTo(Severity.WARNING) <= 0)
        .filteredOn(finding -> finding.code() != ErrorCode.PLACEHOLDER)
        .isEmpty();
    assertThat(findings)
        .extracting(Finding::code)
        .doesNotContain(
            ErrorCode.QUEUE_UNBOUNDED, ErrorCode.UNSIGNED_OVERFLOW, ErrorCode.WRITE_TIMEOUT_SHORT);
  }
}
