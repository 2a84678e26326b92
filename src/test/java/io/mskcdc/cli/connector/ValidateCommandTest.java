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
}
