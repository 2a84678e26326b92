package io.mskcdc.cli.connector;

import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.config.Bundle;
import io.mskcdc.deploy.ConnectorImport;
import io.mskcdc.report.ImportReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Adds a running connector to the bundle. */
@Command(
    name = "import",
    description =
        "Writes the file of a running connector, and lists the connector in the environment. Values"
            + " that equal one of the environment's variables become that variable. Secrets in clear"
            + " text are replaced by references. A connector with a mistake is written and not listed,"
            + " and the command exits with 1.",
    footer = {
      "",
      "Examples:",
      "  mskcdc import orders-cdc --env staging",
      "  mskcdc plan orders-cdc --env staging"
    },
    mixinStandardHelpOptions = true)
public final class ImportCommand implements Callable<Integer> {
  @Mixin private EnvironmentOptions options;

  @Parameters(paramLabel = "NAME", description = "The running connector.")
  private String name;

  @Override
  public Integer call() {
    Bundle bundle = options.loadAddress();
    ImportReport report =
        new ConnectorImport(bundle, options.open(bundle), options::printProgress).write(name);
    options.print(report);
    return report.imported().problems().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
