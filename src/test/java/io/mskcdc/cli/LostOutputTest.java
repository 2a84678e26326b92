package io.mskcdc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.cli.option.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class LostOutputTest {
  private final StringWriter err = new StringWriter();

  @Test
  void givenAFullDiskOrAnEndedReaderThenTheCommandFails() {
    assertThat(Main.end(ExitCode.DONE, full(), new PrintWriter(err))).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString())
        .contains("[output-not-written] stdout: the result could not")
        .contains("the command has done its work");
  }

  @Test
  void givenAFullDiskAfterAFailureThenTheCommandIsNotSaidToHaveDoneItsWork() {
    assertThat(Main.end(ExitCode.FAILED, full(), new PrintWriter(err))).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString())
        .contains("the exit code of the command itself is 1, too")
        .doesNotContain("done its work");
  }

  private static PrintWriter full() {
    PrintWriter out =
        new PrintWriter(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("no space left on device");
              }
            });
    out.print("the plan");
    return out;
  }

  @Test
  void givenAResultThatIsWrittenThenTheExitCodeStays() {
    PrintWriter out = new PrintWriter(new StringWriter());

    assertThat(Main.end(ExitCode.DIFFERENCES, out, new PrintWriter(err)))
        .isEqualTo(ExitCode.DIFFERENCES);
    assertThat(err.toString()).isEmpty();
  }
}
