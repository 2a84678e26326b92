package io.mskcdc.cli;

import static io.mskcdc.problem.ErrorCode.CONNECTOR_ABSENT;

import io.mskcdc.apply.Health;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.report.StatusText;
import io.mskcdc.runtime.LiveConnector;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says how a connector is. */
@Command(
    name = "status",
    description =
        "Says how a connector is; exits with 1 when it is not as the environment wants it.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin BundleOptions options;

  @Parameters(paramLabel = "NAME", description = "The connector.")
  String name;

  @Override
  public Integer call() {
    Bundle bundle = options.read();
    RenderedConnector wanted = options.select(bundle, List.of(name)).get(0);
    LiveConnector live =
        options
            .open(bundle, spec.commandLine().getErr())
            .connector(name)
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.of(
                            CONNECTOR_ABSENT,
                            name,
                            "it is not deployed in environment " + options.env,
                            "deploy it with: mskcdc apply " + name)));
    spec.commandLine().getOut().print(StatusText.of(live));
    spec.commandLine().getOut().flush();
    return Health.isHealthy(live.status(), wanted.state()) ? ExitCode.DONE : ExitCode.FAILED;
  }
}
