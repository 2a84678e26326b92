package io.mskcdc.cli.connector;

import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.LookedUpNames;
import io.mskcdc.deploy.ConnectorSelection;
import io.mskcdc.report.RenderReport;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints the configuration of connectors as apply would write it. */
@Command(
    name = "render",
    description =
        "Prints the configuration of connectors as apply would write it. Secrets are hidden.",
    footer = {"", "Example:", "  mskcdc render mysql-cdc --env staging"},
    mixinStandardHelpOptions = true)
public final class RenderCommand implements Callable<Integer> {
  @Mixin private EnvironmentOptions options;

  @Parameters(
      arity = "1..*",
      paramLabel = "NAME",
      completionCandidates = LookedUpNames.Connectors.class,
      description = "The connectors.")
  private List<String> names;

  @Override
  public Integer call() {
    options.print(new RenderReport(ConnectorSelection.of(options.loadFilesOnly(names), names)));
    return ExitCode.DONE;
  }
}
