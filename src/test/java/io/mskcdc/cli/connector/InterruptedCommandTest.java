package io.mskcdc.cli.connector;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.cli.Main;
import io.mskcdc.cli.StubbedWorker;
import io.mskcdc.cli.option.ExitCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Commands in processes of their own, which a signal ends as Ctrl-C does. */
class InterruptedCommandTest extends StubbedWorker {
  private static final String STARTING = RUNNING.replace("\"RUNNING\"", "\"UNASSIGNED\"");

  @Test
  void applySaysWhatIsLiveAndTheNextApplyWaitsAgain() throws Exception {
    updated("\"x\": \"2\"", "\"x\": \"1\"", STARTING);

    String err = interrupted("shop: UNASSIGNED", "apply", "shop", "--rollback");

    assertThat(err)
        .contains(
            "shop: interrupted. The new configuration is live; it was not seen healthy, and"
                + " nothing was rolled back. Next: mskcdc plan --configs "
                + bundle.root()
                + " --offsets-dir "
                + temp.resolve("offsets")
                + " shop compares");

    live(CONFIG + ", \"x\": \"2\"");
    one(CONFIG + ", \"x\": \"2\"", RUNNING);
    assertThat(run("apply", "shop", "--stable-for", "1")).isEqualTo(ExitCode.DONE);
    assertThat(this.err.toString())
        .contains("shop: an earlier apply did not see this configuration healthy");
  }

  @Test
  void pauseSaysThatTheRequestWasAccepted() throws Exception {
    one(CONFIG, RUNNING);
    WORKER.stubFor(
        put(urlEqualTo("/connectors/shop/pause")).willReturn(okJson("").withStatus(202)));

    String err = interrupted("shop: RUNNING", "pause", "shop");

    assertThat(err)
        .contains(
            "shop: interrupted. The request was accepted; the connector was not seen paused.");
  }

  @Test
  void deleteNamesWhatItDidNotDelete() throws Exception {
    one(CONFIG, RUNNING);
    WORKER.stubFor(get(urlEqualTo("/connectors/orders")).willReturn(okJson("{\"config\": {}}")));
    WORKER.stubFor(get(urlEqualTo("/connectors/orders/status")).willReturn(okJson(RUNNING)));

    String err = interrupted("waiting for", "delete", "shop", "orders", "--auto-approve");

    assertThat(err)
        .contains(
            "shop: interrupted while it was stopped and deleted. Not deleted: orders. Next: mskcdc"
                + " status --configs "
                + bundle.root()
                + " shop");
  }

  /** Sends SIGTERM when the command prints a line with this start; returns its error output. */
  private String interrupted(String line, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--configs", bundle.root().toString()));
    if (arguments[0].equals("apply")) {
      command.addAll(List.of("--offsets-dir", temp.resolve("offsets").toString()));
    }
    Process process = new ProcessBuilder(command).start();
    try (var err = process.errorReader(StandardCharsets.UTF_8)) {
      StringBuilder text = new StringBuilder();
      String next = err.readLine();
      while (next != null && !next.startsWith(line)) {
        text.append(next).append('\n');
        next = err.readLine();
      }
      assertThat(next).as(text.toString()).isNotNull();
      // Process.destroy() would close the streams.
      process.toHandle().destroy();
      err.lines().forEach(rest -> text.append(rest).append('\n'));
      return text.toString();
    } finally {
      process.destroyForcibly();
    }
  }
}
