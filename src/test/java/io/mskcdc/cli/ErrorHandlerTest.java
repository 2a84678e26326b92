package io.mskcdc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.deploy.TargetConnections;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ErrorHandlerTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void givenAnErrorInTheDeployerThenJsonHasItToo() throws Exception {
    assertThat(execution(new IllegalStateException("boom"), "plan", "-o", "json"))
        .isEqualTo(ExitCode.FAILED);

    assertThat(err.toString())
        .startsWith("error [internal] mskcdc: java.lang.IllegalStateException: boom\n  next: run");
    JsonNode document = new ObjectMapper().readTree(out.toString());
    assertThat(document.at("/kind").asText()).isEqualTo("error");
    assertThat(document.at("/problems/0/code").asText()).isEqualTo("internal");
  }

  @Test
  void givenAnotherEnvironmentThenTheNextStepActsOnIt() throws Exception {
    Problem absent = Problem.of(ErrorCode.CONNECTOR_ABSENT, "shop", "no", "mskcdc apply shop");

    execution(new ProblemException(absent), "plan", "--env", "staging", "-o", "json");

    assertThat(err.toString()).endsWith("  next: mskcdc apply --env staging shop\n");
    assertThat(new ObjectMapper().readTree(out.toString()).at("/problems/0/next").asText())
        .isEqualTo("mskcdc apply --env staging shop");
  }

  @Test
  void anErrorOfJavaIsReportedLikeAnException() {
    try (TargetConnections connections = new TargetConnections()) {
      CommandLine root = Main.commandLine(Terminal.ofProcess(), connections);
      root.addSubcommand("deep", new Deep());

      assertThat(root.setErr(new PrintWriter(err)).execute("deep")).isEqualTo(ExitCode.FAILED);
    }

    assertThat(err.toString())
        .contains("error [internal] mskcdc: ", "StackOverflowError", "--debug")
        .doesNotContain("\tat ");
  }

  @Command(name = "deep")
  private static final class Deep implements Callable<Integer> {
    @Override
    public Integer call() {
      return call() + 1;
    }
  }

  private int execution(Exception thrown, String... arguments) throws Exception {
    try (TargetConnections connections = new TargetConnections()) {
      CommandLine root = Main.commandLine(Terminal.ofProcess(), connections);
      CommandLine command = root.getSubcommands().get(arguments[0]);
      command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
      root.parseArgs(arguments);
      return ErrorHandler.execution(thrown, command, command.getParseResult());
    }
  }
}
