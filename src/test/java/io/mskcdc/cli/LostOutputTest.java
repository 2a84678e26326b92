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
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no space left on device");
          }
        };
    PrintWriter out = new PrintWriter(full);
    out.print("the plan");

    assertThat(Main.end(ExitCode.DONE, out, new PrintWriter(err))).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("[output-not-written] stdout: the result could not");
  }

  @Test
  void givenAResultThatIsWrittenThenTheExitCodeStays() {
    PrintWriter out = new PrintWriter(new StringWriter());

    assertThat(Main.end(ExitCode.DIFFERENCES, out, new PrintWriter(err)))
        .isEqualTo(ExitCode.DIFFERENCES);
    assertThat(err.toString()).isEmpty();
  }
}
