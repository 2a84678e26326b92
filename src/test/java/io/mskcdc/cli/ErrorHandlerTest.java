package io.mskcdc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.deploy.TargetConnections;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ErrorHandlerTest {
  @Test
  void givenAnErrorInTheDeployerThenJsonHasItToo() throws Exception {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    try (TargetConnections connections = new TargetConnections()) {
      CommandLine root = Main.commandLine(Terminal.ofProcess(), connections);
      CommandLine plan = root.getSubcommands().get("plan");
      plan.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
      root.parseArgs("plan", "-o", "json");

      int exitCode =
          ErrorHandler.execution(new IllegalStateException("boom"), plan, plan.getParseResult());

      assertThat(exitCode).isEqualTo(ExitCode.FAILED);
    }
    assertThat(err.toString())
        .startsWith("error [internal] mskcdc: java.lang.IllegalStateException: boom\n  next: run");
    JsonNode document = new ObjectMapper().readTree(out.toString());
    assertThat(document.at("/kind").asText()).isEqualTo("error");
    assertThat(document.at("/problems/0/code").asText()).isEqualTo("internal");
  }
}
