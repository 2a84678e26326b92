package io.mskcdc.cli.connector;

import io.mskcdc.cli.option.Approval;
import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.OffsetsFolder;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.cli.option.TerminalReview;
import io.mskcdc.cli.option.WaitOptions;
import io.mskcdc.config.Bundle;
import io.mskcdc.deploy.ApplyOptions;
import io.mskcdc.deploy.ConnectorDeployment;
import io.mskcdc.deploy.SavedPlanFile;
import io.mskcdc.report.ApplyReport;
import io.mskcdc.report.ErrorReport;
import io.mskcdc.report.Palette;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the live state the wanted one, and waits until it is healthy. */
@Command(
    name = "apply",
    description = "Creates or updates connectors, only where they differ, and waits until healthy.",
    footer = {
      "",
      "Examples: mskcdc apply mysql-cdc",
      "          mskcdc apply --env staging --rollback",
      "",
      "--prune knows what this bundle created by the key mskcdc.bundle, which it writes into each",
      "connector's configuration where environment.yaml has a name under bundle.",
      "",
      "Exits with 0 only when every connector is healthy. May be run again after any interruption."
    },
    mixinStandardHelpOptions = true)
public final class ApplyCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;
  @Mixin private EnvironmentOptions options;
  @Mixin private WaitOptions waiting;
  @Mixin private Approval approval;
  @Mixin private OffsetsFolder offsets;

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description = "Carry out this saved plan, without asking; refused when it is stale.")
  private Path planFile;

  @Option(
      names = "--accept",
      paramLabel = "CODE",
      description = "Accept a dangerous change, this once. May be repeated.")
  private List<String> accept = List.of();

  @Option(
      names = "--rollback",
      description = "Restore what ran before when the new configuration does not become healthy.")
  private boolean rollback;

  @Option(
      names = "--prune",
      description =
          "Also delete what this bundle created here and does not list any more. Not with NAME.")
  private boolean prune;

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "The connectors (default: all of the environment's).")
  private List<String> names = List.of();

  public ApplyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (prune && !names.isEmpty() || planFile != null && (prune || !names.isEmpty())) {
      throw new ParameterException(
          spec.commandLine(), "NAME, --prune and --plan exclude each other");
    }
    Bundle bundle = options.load();
    ConnectorDeployment deployment =
        new ConnectorDeployment(
            bundle,
            options.open(bundle),
            new ApplyOptions(
                accept, rollback, waiting.limits(), offsets.of(bundle.environment().name())),
            TerminalReview.amongResults(options, approval, terminal),
            options::tell);
    Optional<ApplyReport> report =
        planFile == null
            ? deployment.deploy(names, prune)
            : Optional.of(deployment.deploySaved(new SavedPlanFile(planFile)));
    report.ifPresent(this::print);
    return report.filter(ApplyReport::isGood).isPresent() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private void print(ApplyReport report) {
    report.outcomes().stream()
        .filter(outcome -> !outcome.problems().isEmpty())
        .map(outcome -> new ErrorReport(outcome.problems()).text(Palette.NONE).stripTrailing())
        .forEach(options::tell);
    options.print(report);
  }
}
