package io.mskcdc.cli.connector;

import io.mskcdc.cli.option.ConnectorNames;
import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.config.Bundle;
import io.mskcdc.deploy.ConnectorValidation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Validates connectors on the workers and against their databases. */
@Command(
    name = "validate",
    description =
        "Validates connectors on the Connect workers and against their databases. Changes nothing.",
    footer = {
      "",
      "MSK Connect has no validation. There, only the bundle's own rules are checked, and the"
          + " database if it is reachable.",
      "",
      "Example:",
      "  mskcdc validate mysql-cdc"
    },
    mixinStandardHelpOptions = true)
public final class ValidateCommand implements Callable<Integer> {
  @Mixin private ConnectorNames connectors;
  @Mixin private EnvironmentOptions options;

  @Override
  public Integer call() {
    Bundle bundle = options.load(connectors.names());
    options.print(
        new ConnectorValidation(bundle, options.open(bundle), options::printProgress)
            .validate(connectors.names()));
    return ExitCode.DONE;
  }
}
