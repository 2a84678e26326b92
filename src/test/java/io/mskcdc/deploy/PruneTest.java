package io.mskcdc.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.apply.Deleter.Remains;
import io.mskcdc.apply.Outcome;
import io.mskcdc.apply.Outcome.Result;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.report.ApplyReport;
import io.mskcdc.report.Palette;
import io.mskcdc.report.Report;
import io.mskcdc.runtime.InMemoryRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The environment lists the new connector shop; the bundle no longer lists a, b and c. */
class PruneTest {
  private static final Map<String, String> OWN =
      Map.of("connector.class", "a.B", RenderedConnector.LABEL_KEY, "team/test");

  @TempDir Path temp;
  private Bundle bundle;
  private final InMemoryRuntime runtime =
      InMemoryRuntime.shared().with("a", OWN).with("b", OWN).with("c", OWN);

  @BeforeEach
  void readTheBundle() {
    bundle =
        new BundleFolder(temp)
            .environment(
                "test", "http://127.0.0.1:8083", "bundle: team\nconnectors: [{name: shop}]")
            .load("test");
  }

  @Test
  void aDeletionThatFailsIsReportedWithTheRest() {
    runtime.failing("stopped b");

    ApplyReport report = prune();

    assertThat(report.isGood()).isFalse();
    assertThat(report.outcomes()).extracting(Outcome::name).containsExactly("shop", "b");
    assertThat(report.outcomes())
        .extracting(Outcome::result)
        .containsExactly(Result.APPLIED, Result.FAILED);
    assertThat(codes(report)).containsExactly(ErrorCode.CONNECT_REFUSED);
    assertThat(report.deleted()).extracting(Remains::name).containsExactly("a", "c");
    assertThat(report.text(Palette.NONE))
        .contains("shop: created", "b: its deletion was not seen to succeed\n");
  }

  @Test
  void afterAnApplyThatFailsTheDeletionsAreReportedAsNotAttempted() {
    runtime.failing("create shop");

    ApplyReport report = prune();

    assertThat(report.text(Palette.NONE))
        .isEqualTo(
            """
            shop: failed; whether the new configuration was written is not known; mskcdc plan shop shows what is live
            a: not attempted, because an earlier one failed
            b: not attempted, because an earlier one failed
            c: not attempted, because an earlier one failed
            """);
    assertThat(runtime.requests()).noneMatch(request -> request.startsWith("delete"));
  }

  @Test
  void aConnectorThatAnotherBundleTookOverIsNotDeleted() {
    runtime.before(
        "create shop",
        () ->
            runtime.with(
                "b", Map.of("connector.class", "a.B", RenderedConnector.LABEL_KEY, "other/test")));

    ApplyReport report = prune();

    assertThat(codes(report)).containsExactly(ErrorCode.LIVE_STATE_CHANGED);
    assertThat(report.deleted()).extracting(Remains::name).containsExactly("a", "c");
    assertThat(runtime.connector("b")).isPresent();
    assertThat(runtime.requests()).doesNotContain("stopped b", "delete b");
  }

  private static List<ErrorCode> codes(ApplyReport report) {
    return report.outcomes().stream()
        .flatMap(outcome -> outcome.problems().stream())
        .map(Problem::code)
        .toList();
  }

  private ApplyReport prune() {
    ChangeReview review =
        new ChangeReview() {
          @Override
          public void show(Report change) {}

          @Override
          public boolean isApproved() {
            return true;
          }
        };
    return new ConnectorDeployment(
            bundle,
            runtime,
            new ApplyOptions(
                List.of(),
                false,
                new WaitLimits(Optional.empty(), Duration.ZERO),
                1,
                temp.resolve("offsets")),
            review,
            text -> {})
        .deploy(List.of(), true)
        .orElseThrow();
  }
}
