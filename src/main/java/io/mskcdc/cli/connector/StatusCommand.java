package io.mskcdc.cli.connector;

import static io.mskcdc.problem.ErrorCode.CONNECTOR_ABSENT;
import static io.mskcdc.problem.ErrorCode.NOT_ON_MSK_CONNECT;

import io.mskcdc.apply.Health;
import io.mskcdc.cli.option.CommonOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.WantedState;
import io.mskcdc.offsets.BinlogEnd;
import io.mskcdc.offsets.SourcePosition;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.report.StatusReport;
import io.mskcdc.runtime.ConnectRuntime;
import io.mskcdc.runtime.ConnectorStatus;
import io.mskcdc.runtime.LiveConnector;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says how a connector is. */
@Command(
    name = "status",
    description =
        "Says how a connector is; exits with 1 when it is not as the environment wants it.",
    footer = {"", "Examples: mskcdc status mysql-cdc", "          mskcdc status mysql-cdc --watch"},
    mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofSeconds(2);

  @Mixin private CommonOptions options;

  @Option(names = "--watch", description = "Print it again whenever it changes, until Ctrl-C.")
  private boolean watch;

  @Parameters(paramLabel = "NAME", description = "The connector.")
  private String name;

  @Override
  public Integer call() throws InterruptedException {
    Bundle bundle = options.read();
    ConnectRuntime runtime = options.open(bundle);
    LiveConnector live = read(runtime);
    if (watch) {
      watch(runtime, live);
    }
    options.print(report(runtime, live, Optional.empty()));
    WantedState wanted =
        bundle.connectors().stream()
            .filter(connector -> connector.name().equals(name))
            .map(connector -> connector.state())
            .findFirst()
            .orElse(WantedState.RUNNING);
    return Health.isHealthy(live.status(), wanted) ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** Ends with the process. */
  private void watch(ConnectRuntime runtime, LiveConnector first) throws InterruptedException {
    LiveConnector live = first;
    ConnectorStatus printed = null;
    while (true) {
      if (!live.status().equals(printed)) {
        printed = live.status();
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        options.print(report(runtime, live, Optional.of(now)));
      }
      Thread.sleep(POLL.toMillis());
      live = read(runtime);
    }
  }

  private StatusReport report(ConnectRuntime runtime, LiveConnector live, Optional<Instant> since) {
    List<String> notes = new ArrayList<>();
    Optional<SourcePosition> position = Optional.empty();
    try {
      position = SourcePosition.of(runtime.offsets(name));
    } catch (ProblemException e) {
      Problem problem = e.problems().get(0);
      notes.add("its offsets: [" + problem.code().code() + "] " + problem.message());
    }
    if (!live.status().tasksKnown()) {
      notes.add(
          "its tasks: [" + NOT_ON_MSK_CONNECT.code() + "] MSK Connect tells of connectors alone");
    }
    return new StatusReport(
        live,
        since,
        position,
        position.flatMap(found -> BinlogEnd.of(live.config(), notes::add)),
        notes);
  }

  private LiveConnector read(ConnectRuntime runtime) {
    return runtime
        .connector(name)
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.of(
                        CONNECTOR_ABSENT,
                        name,
                        "it is not deployed in environment " + options.env,
                        "deploy it with: mskcdc apply " + name)));
  }
}
