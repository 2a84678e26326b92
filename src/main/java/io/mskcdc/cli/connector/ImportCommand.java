package io.mskcdc.cli.connector;

import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.config.Bundle;
import io.mskcdc.deploy.ConnectorImport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes a running connector into a file. */
@Command(
    name = "import",
    description = {
      "Writes a running connector into a file of the bundle and lists it in the environment.",
      "Values of the environment's variables become variables. A secret in clear is not written."
    },
    footer = {"", "Example: mskcdc import orders-cdc --env staging && mskcdc plan --env staging"},
    mixinStandardHelpOptions = true)
public final class ImportCommand implements Callable<Integer> {
  @Mixin private EnvironmentOptions options;

  @Parameters(paramLabel = "NAME", description = "The connector.")
  private String name;

  @Override
  public Integer call() {
    Bundle bundle = options.load();
    options.print(new ConnectorImport(bundle, options.open(bundle)).write(name));
    return ExitCode.DONE;
  }
}
