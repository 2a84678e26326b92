package io.mskcdc.cli.connector;

import static io.mskcdc.problem.ErrorCode.CONNECTOR_ABSENT;

import io.mskcdc.cli.option.CommonOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.config.Bundle;
import io.mskcdc.migrate.Importer;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.report.ImportReport;
import io.mskcdc.runtime.LiveConnector;
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
  @Mixin private CommonOptions options;

  @Parameters(paramLabel = "NAME", description = "The connector.")
  private String name;

  @Override
  public Integer call() {
    Bundle bundle = options.read();
    LiveConnector live =
        options
            .open(bundle)
            .connector(name)
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.of(
                            CONNECTOR_ABSENT,
                            name,
                            "there is no such connector in environment " + options.env,
                            "check the name and --env")));
    options.print(new ImportReport(new Importer(bundle.paths(), bundle.environment()).write(live)));
    return ExitCode.DONE;
  }
}
