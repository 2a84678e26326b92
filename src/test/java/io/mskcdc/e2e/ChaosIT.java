package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.local.chaos.Chaos;
import io.mskcdc.local.chaos.ChaosReport;
import io.mskcdc.local.stack.LocalStack;
import io.mskcdc.local.stack.StackType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random series of faults of {@code scripts/chaos.sh}; docs/reliability.md has the results. */
class ChaosIT {
  private static final String ALL = ".*";
  private static final Duration NO_LIMIT = Duration.ofDays(1);

  @TempDir Path root;

  @Test
  void aShortSeriesDeliversEveryChangeOnceAndNothingInClear() {
    String faults = "worker killed|broker killed|MySQL killed|MySQL's connection cut";

    ChaosReport report =
        run(StackType.EXACTLY_ONCE, LocalStack.DEFAULT_CONNECT, 5, faults, NO_LIMIT, 3);

    assertThat(report.ledger().committed()).isGreaterThan(10_000);
    assertThat(report.ledger().duplicates()).isZero();
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @ValueSource(strings = {"3.7.2", "4.3.1"})
  void halfAnHourOfAllFaultsDeliversEveryChange(String connectVersion) {
    run(StackType.PLAIN, connectVersion, 1, ALL, Duration.ofMinutes(30), Integer.MAX_VALUE);
  }

  @Tag("exhaustive")
  @Test
  void twoHundredKillsOfAnExactlyOnceWorkerRepeatNothing() {
    ChaosReport report =
        run(StackType.EXACTLY_ONCE, LocalStack.DEFAULT_CONNECT, 1, "worker killed", NO_LIMIT, 200);

    assertThat(report.faults()).isEqualTo(200);
    assertThat(report.ledger().duplicates()).isZero();
  }

  private ChaosReport run(
      StackType type, String connectVersion, long seed, String faults, Duration length, int limit) {
    List<String> log = new ArrayList<>();
    Chaos.Settings settings =
        new Chaos.Settings(
            Pipeline.CHECKOUT,
            root.resolve("chaos"),
            type,
            connectVersion,
            endpoints -> null,
            seed,
            Pattern.compile(faults).asMatchPredicate(),
            length,
            limit);
    ChaosReport report = Chaos.run(settings, endpoints -> deploy(type, endpoints, log), log::add);
    assertThat(report.isSuccess()).as(String.join("\n", log) + "\n" + report.text()).isTrue();
    return report;
  }

  private void deploy(StackType type, Map<String, String> endpoints, List<String> log) {
    try {
      Pipeline.copyConfigurations(root, type, endpoints);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Deployer.Run run =
        new Deployer(root)
            .run(
                "apply",
                "mysql-cdc",
                "--env",
                type.environment(),
                "--auto-approve",
                "--stable-for",
                "1");
    log.add(run.out() + run.err());
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }
}
