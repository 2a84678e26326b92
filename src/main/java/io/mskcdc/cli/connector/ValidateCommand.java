package io.mskcdc.cli.connector;

import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.config.Bundle;
import io.mskcdc.deploy.ConnectorValidation;
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
  @Mixin private EnvironmentOptions options;

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "The connectors (default: all of the environment's).")
  private List<String> names = List.of();

  @Override
  public Integer call() {
    Bundle bundle = options.load();
    options.print(
        new ConnectorValidation(bundle, options.open(bundle), options::tell).validate(names));
    return ExitCode.DONE;
  }
}
