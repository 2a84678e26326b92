package io.mskcdc.cli.connector;

import io.mskcdc.apply.Validator;
import io.mskcdc.cli.option.CommonOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.Selection;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.database.CapturedTables;
import io.mskcdc.report.ValidReport;
import io.mskcdc.runtime.Capability;
import io.mskcdc.runtime.ConnectRuntime;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Asks the runtime whether it would take the connectors. */
@Command(
    name = "validate",
    description = "Asks the workers whether they would take the connectors; writes nothing.",
    footer = {
      "",
      "Example: mskcdc validate mysql-cdc",
      "",
      "MSK Connect cannot be asked: there only the rules that need nobody are checked, and the",
      "database where it can be reached."
    },
    mixinStandardHelpOptions = true)
public final class ValidateCommand implements Callable<Integer> {
  @Mixin private CommonOptions options;

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "The connectors (default: all of the environment's).")
  private List<String> names;

  @Override
  public Integer call() {
    Bundle bundle = options.read();
    List<RenderedConnector> connectors = Selection.of(bundle, names);
    ConnectRuntime runtime = options.open(bundle);
    new Validator(runtime, new CapturedTables(bundle.paths()), bundle.paths(), options::tell)
        .validate(connectors);
    options.print(
        new ValidReport(
            connectors.stream().map(RenderedConnector::name).toList(),
            runtime.can(Capability.VALIDATE)));
    return ExitCode.DONE;
  }
}
