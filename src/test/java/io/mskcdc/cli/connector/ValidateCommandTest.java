package io.mskcdc.cli.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.cli.StubbedWorker;
import io.mskcdc.cli.option.ExitCode;
import org.junit.jupiter.api.Test;

class ValidateCommandTest extends StubbedWorker {

  @Test
  void validConnectorsArePrinted() {
    assertThat(run("validate")).isEqualTo(ExitCode.DONE);

    assertThat(out).hasToString("shop: valid\n");
  }

  @Test
  void aSecretInClearThatOnlyTheWorkersRecogniseIsAnError() {
    declaredSecret("x.pid");
    bundle.connector("shop", CONFIG + ", \"x.pid\": \"hunter2\"");

    assertThat(run("validate")).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString())
        .contains("[clear-secret] connector-configs/shop.json:1:", ", x.pid: ")
        .doesNotContain("hunter2");
  }
}
