package io.mskcdc.lint.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.problem.ErrorCode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options that the plugin's watchdog reads beside Debezium. */
class WatchdogKeysTest {
  @TempDir Path temp;

  @Test
  void areKnownForMySql() {
    assertThat(
            unknown("mysql; mskcdc.watchdog.enabled=false; mskcdc.watchdog.unreachable.ms=600000"))
        .isEmpty();
  }

  @Test
  void aMisspeltOneIsNot() {
    assertThat(unknown("mysql; mskcdc.watchdog.enable=false"))
        .isEqualTo("error mskcdc.watchdog.enable");
  }

  private String unknown(String connector) {
    return new LintedConnector(temp, connector).summary(ErrorCode.KEY_UNKNOWN);
  }
}
