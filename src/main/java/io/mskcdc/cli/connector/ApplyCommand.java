package io.mskcdc.cli.connector;

import io.mskcdc.cli.option.Approval;
import io.mskcdc.cli.option.ConnectorNames;
import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.HealthOptions;
import io.mskcdc.cli.option.OffsetsFolder;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.cli.option.TerminalReview;
import io.mskcdc.config.Bundle;
import io.mskcdc.deploy.ApplyOptions;
import io.mskcdc.deploy.ConnectorDeployment;
import io.mskcdc.deploy.ConnectorPreflight;
import io.mskcdc.deploy.SavedPlanFile;
import io.mskcdc.preflight.ChangeLogContent;
import io.mskcdc.report.ApplyReport;
import io.mskcdc.report.Palette;
import io.mskcdc.report.PreflightReport;
import io.mskcdc.runtime.ConnectRuntime;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Brings the live connectors to the state that the bundle describes. */
@Command(
    name = "apply",
    description =
        "Creates and updates connectors where they differ from the bundle, and waits until they are"
            + " healthy.",
    footer = {
      "",
      "Exits with 0 only if every connector is healthy. After an interruption, run it again.",
      "",
      "--prune finds the connectors of this bundle by their configuration key mskcdc.bundle. apply"
          + " writes that key if environment.yaml sets bundle.",
      "",
      "Examples:",
      "  mskcdc apply mysql-cdc",
      "  mskcdc apply --env staging --rollback"
    },
    mixinStandardHelpOptions = true)
public final class ApplyCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;
  @Mixin private ConnectorNames connectors;
  @Mixin private EnvironmentOptions options;
  @Mixin private HealthOptions health;
  @Mixin private Approval approval;
  @Mixin private OffsetsFolder offsets;

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description = "Apply this saved plan without asking. A stale plan is refused.")
  private Path planFile;

  @Option(
      names = "--accept",
      paramLabel = "CODE",
      description = "Accept the dangerous changes with this code in this run. Can be repeated.")
  private List<String> accept = List.of();

  @Option(
      names = "--rollback",
      description = "Restore the previous configuration if the new one does not become healthy.")
  private boolean rollback;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "How many connectors to change at a time (default: ${DEFAULT-VALUE}). After a failure, no"
              + " other connector is begun.")
  private int parallel;

  @Option(
      names = "--prune",
      description =
          "Also delete the connectors that this bundle created in the environment and no longer"
              + " lists. Not with NAME.")
  private boolean prune;

  @Option(
      names = "--preflight",
      description = "Run mskcdc preflight first, and change nothing if one of its checks fails.")
  private boolean preflight;

  public ApplyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    boolean named = !connectors.names().isEmpty();
    if (prune && named || planFile != null && (prune || named)) {
      throw new ParameterException(
          spec.commandLine(), "NAME, --prune and --plan exclude each other");
    }
    if (parallel < 1) {
      throw new ParameterException(spec.commandLine(), "--parallel is a number from 1");
    }
    Optional<SavedPlanFile> saved = Optional.ofNullable(planFile).map(SavedPlanFile::new);
    saved.ifPresent(file -> file.requireEnvironment(options.env()));
    List<String> names = saved.map(SavedPlanFile::names).orElse(connectors.names());
    Bundle bundle = options.load(names);
    ConnectRuntime runtime = options.open(bundle);
    if (preflight && !isReady(bundle, runtime, names)) {
      return ExitCode.FAILED;
    }
    ConnectorDeployment deployment =
        new ConnectorDeployment(
            bundle,
            runtime,
            new ApplyOptions(
                accept,
                rollback,
                health.limits(),
                parallel,
                offsets.of(bundle.environment().name())),
            TerminalReview.amongResults(options, approval, terminal),
            options::printProgress);
    Optional<ApplyReport> report =
        saved.map(deployment::deploySaved).or(() -> deployment.deploy(connectors.names(), prune));
    report.ifPresent(this::print);
    return report.filter(ApplyReport::isGood).isPresent() ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** The standard output has the plan and the outcome. */
  private boolean isReady(Bundle bundle, ConnectRuntime runtime, List<String> names) {
    PreflightReport report =
        new ConnectorPreflight(bundle, runtime, options::printProgress)
            .check(names, ChangeLogContent.OUTAGE);
    options.printProgress(report.text(Palette.NONE).stripTrailing());
    return report.isReady();
  }

  private void print(ApplyReport report) {
    report.outcomes().forEach(outcome -> options.printProblems(outcome.problems()));
    options.print(report);
  }
}
