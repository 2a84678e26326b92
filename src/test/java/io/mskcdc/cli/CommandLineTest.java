package io.mskcdc.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.deploy.TargetConnections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest extends StubbedWorker {

  @Test
  void theErrorForAnUnlistedNameNamesTheListedConnectors() {
    assertThat(run("plan", "shoop")).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString())
        .contains("[connector-not-listed]")
        .contains("'shoop' is not listed")
        .contains("use one of: shop");
  }

  @ParameterizedTest
  @CsvSource({
    "bogus",
    "plan --bogus",
    "apply --timeout soon",
    "apply --stable-for -1",
    "pause",
    "''"
  })
  void aUsageErrorExitsWith64(String line) {
    assertThat(run(line.split(" "))).isEqualTo(ExitCode.USAGE);

    assertThat(err.toString()).startsWith("error ").contains("  next: mskcdc").contains("--help");
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"apply --timeout 2m", "apply --stable-for 1.5", "apply --parallel two"})
  void aTextThatIsNoNumberIsReportedWithoutJavasTypes(String line) {
    assertThat(run(line.split(" "))).isEqualTo(ExitCode.USAGE);

    assertThat(err.toString())
        .contains("' is not a whole number in range\n")
        .doesNotContain("long", "int");
  }

  @Test
  void anErrorIsAJsonDocumentWithOutputJson() throws Exception {
    assertThat(run("plan", "nobody", "-o", "json")).isEqualTo(ExitCode.FAILED);

    var document = new ObjectMapper().readTree(out.toString());
    assertThat(document.path("kind").asText()).isEqualTo("error");
    assertThat(document.at("/problems/0/code").asText()).isEqualTo("connector-not-listed");
  }

  @ParameterizedTest
  @CsvSource({"render shop", "validate", "plan", "apply"})
  void anUnknownKeyIsReportedBeforeTheFirstRequest(String command) {
    bundle.connector("shop", MYSQL + ", \"database.hostnam\": \"h\"");

    assertThat(run(command.split(" "))).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString())
        .contains("[key-unknown] connector-configs/shop.json:1:94, database.hostnam:")
        .contains("did you mean database.hostname?");
    WORKER.verify(0, anyRequestedFor(anyUrl()));
  }

  @Test
  void aStackTraceIsPrintedWithDebugOnly() {
    run("plan", "--env", "none");
    assertThat(err.toString()).contains("[environment-not-found]").doesNotContain("\tat ");

    run("plan", "--env", "none", "--debug");
    assertThat(err.toString()).contains("\tat io.mskcdc.");
  }

  @ParameterizedTest
  @CsvSource({
    "apply, true",
    "resume, true",
    "restart, true",
    "pause, false",
    "stop, false",
    "delete, false"
  })
  void stableForIsOfferedOnlyByCommandsThatWaitUntilHealthy(String command, boolean offered) {
    assertThat(
            Main.commandLine(terminal, new TargetConnections())
                .getSubcommands()
                .get(command)
                .getCommandSpec()
                .optionsMap()
                .containsKey("--stable-for"))
        .isEqualTo(offered);
  }
}
