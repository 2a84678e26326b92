package io.mskcdc.cli;

import io.mskcdc.apply.Applier;
import io.mskcdc.apply.HealthWatch;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.database.CapturedTables;
import io.mskcdc.runtime.ConnectRuntime;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks the runtime whether it would take the connectors. */
@Command(
    name = "validate",
    description = "Asks the workers whether they would take the connectors; writes nothing.",
    mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin BundleOptions options;

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "The connectors (default: all of the environment's).")
  List<String> names;

  @Override
  public Integer call() {
    Bundle bundle = options.read();
    List<RenderedConnector> connectors = options.select(bundle, names);
    PrintWriter err = spec.commandLine().getErr();
    ConnectRuntime runtime = options.open(bundle, err);
    new Applier(
            runtime,
            new HealthWatch(runtime, Duration.ZERO, Duration.ZERO),
            new CapturedTables(bundle.paths()),
            bundle.paths(),
            Progress.to(err))
        .validate(connectors);
    PrintWriter out = spec.commandLine().getOut();
    connectors.forEach(connector -> out.println(connector.name() + ": valid"));
    out.flush();
    return ExitCode.DONE;
  }
}
