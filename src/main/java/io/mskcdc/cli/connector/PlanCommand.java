package io.mskcdc.cli.connector;

import io.mskcdc.apply.UnfinishedChanges;
import io.mskcdc.cli.option.ConnectorNames;
import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.OffsetsFolder;
import io.mskcdc.config.Bundle;
import io.mskcdc.deploy.ConnectorPlanning;
import io.mskcdc.deploy.DeploymentPlan;
import io.mskcdc.deploy.SavedPlanFile;
import io.mskcdc.runtime.ConnectRuntime;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows the changes that apply would make. */
@Command(
    name = "plan",
    description = "Shows the changes that apply would make. Changes nothing.",
    footer = {
      "",
      "Examples:",
      "  mskcdc plan",
      "  mskcdc plan --env production --offline",
      "  mskcdc plan --env staging --save plan.json",
      "  mskcdc apply --env staging --plan plan.json"
    },
    mixinStandardHelpOptions = true)
public final class PlanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConnectorNames connectors;
  @Mixin private EnvironmentOptions options;
  @Mixin private OffsetsFolder offsets;

  @Option(
      names = "--detailed-exitcode",
      description = "Exit with 2 instead of 0 if there are changes.")
  private boolean detailedExitCode;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "Save the plan for apply --plan. The file holds no configuration values.")
  private Path save;

  @Option(
      names = "--prune",
      description =
          "Also plan to delete the connectors that this bundle created in the environment and no"
              + " longer lists.")
  private boolean prune;

  @Option(
      names = "--offline",
      description =
          "Connect to no server, and plan as if no connector were deployed. Not with --prune.")
  private boolean offline;

  @Override
  public Integer call() {
    if (offline && prune) {
      throw new ParameterException(spec.commandLine(), "--offline and --prune exclude each other");
    }
    DeploymentPlan planned = offline ? planOffline() : plan();
    options.print(planned.report());
    return detailedExitCode && !planned.plan().isEmpty() ? ExitCode.DIFFERENCES : ExitCode.DONE;
  }

  private DeploymentPlan planOffline() {
    DeploymentPlan planned =
        ConnectorPlanning.offline(options.loadFilesOnly(connectors.names()), connectors.names());
    save(planned, Optional::empty);
    return planned;
  }

  private DeploymentPlan plan() {
    Bundle bundle = options.load(connectors.names());
    ConnectRuntime runtime = options.open(bundle);
    DeploymentPlan planned =
        new ConnectorPlanning(
                bundle,
                runtime,
                new UnfinishedChanges(offsets.of(bundle.environment().name())),
                options::printProgress)
            .plan(connectors.names(), prune);
    save(planned, runtime::cluster);
    return planned;
  }

  private void save(DeploymentPlan planned, Supplier<Optional<String>> cluster) {
    if (save != null) {
      new SavedPlanFile(save).write(planned.saved(cluster.get()));
    }
  }
}
