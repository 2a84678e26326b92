package io.mskcdc.cli.connector;

import io.mskcdc.cli.option.Approval;
import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.LookedUpNames;
import io.mskcdc.cli.option.OffsetsFolder;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.cli.option.TerminalReview;
import io.mskcdc.cli.option.TimeoutOption;
import io.mskcdc.config.Bundle;
import io.mskcdc.deploy.ConnectorDeletion;
import io.mskcdc.report.DeleteReport;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Deletes connectors. */
@Command(
    name = "delete",
    description =
        "Stops connectors, saves their offsets, deletes them, and prints which topics remain.",
    footer = {"", "Example:", "  mskcdc delete mysql-cdc"},
    mixinStandardHelpOptions = true)
public final class DeleteCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private EnvironmentOptions options;
  @Mixin private TimeoutOption timeout;
  @Mixin private Approval approval;
  @Mixin private OffsetsFolder offsets;

  @Parameters(
      arity = "1..*",
      paramLabel = "NAME",
      completionCandidates = LookedUpNames.Connectors.class,
      description = "The connectors. They need not be listed in the environment.")
  private List<String> names;

  public DeleteCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Bundle bundle = options.loadAddress();
    Optional<DeleteReport> report =
        new ConnectorDeletion(
                bundle,
                options.open(bundle),
                timeout.limits(),
                offsets.of(bundle.environment().name()),
                options::printProgress)
            .delete(names, TerminalReview.asProgress(options, approval, terminal));
    report.ifPresent(this::print);
    return report.filter(found -> found.failed().isEmpty()).isPresent()
        ? ExitCode.DONE
        : ExitCode.FAILED;
  }

  private void print(DeleteReport report) {
    report.failed().ifPresent(failed -> options.printProblems(failed.problems()));
    options.print(report);
  }
}
