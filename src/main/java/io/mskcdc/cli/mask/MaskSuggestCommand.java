package io.mskcdc.cli.mask;

import io.mskcdc.cli.option.ConnectorName;
import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.deploy.ColumnMasking;
import io.mskcdc.report.MaskSuggestionReport;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints masking options that decide about every column of a connector. */
@Command(
    name = "suggest",
    description = "Prints masking options that decide about every column of a connector.",
    footer = {
      "",
      "Reads the database. What looks personal by its name is masked, the rest is listed as clear."
          + " Existing rules are kept. Changes no file: review the entries, and put them into the"
          + " connector's file.",
      "",
      "Example:",
      "  mskcdc mask suggest mysql-cdc"
    },
    mixinStandardHelpOptions = true)
final class MaskSuggestCommand implements Callable<Integer> {
  @Mixin private ConnectorName connector;
  @Mixin private EnvironmentOptions options;

  @Override
  public Integer call() {
    MaskSuggestionReport report =
        new ColumnMasking(options.loadFilesOnly(List.of(connector.name())))
            .suggest(connector.name());
    report.suggestion().comments().forEach(options::printProgress);
    options.print(report);
    return ExitCode.DONE;
  }
}
