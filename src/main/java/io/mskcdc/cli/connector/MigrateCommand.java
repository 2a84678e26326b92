package io.mskcdc.cli.connector;

import io.mskcdc.cli.option.BundleOption;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.Installation;
import io.mskcdc.cli.option.LookedUpNames;
import io.mskcdc.cli.option.ReportOutput;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.deploy.ConnectorMigration;
import io.mskcdc.report.MigrationReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Rewrites configurations of older Debezium releases. */
@Command(
    name = "migrate",
    description =
        "Rewrites a configuration of Debezium 1 or 2 for MySQL as this bundle deploys it: names,"
            + " values, transforms, secrets. Prints the connector's file, and on the error output"
            + " what changed, what consumers see and what cannot be kept. Reads what adopt reads."
            + " Needs no connection.",
    footer = {
      "",
      "Exits with 1 if a file cannot be migrated, or if lint finds an error in a result.",
      "",
      "Examples:",
      "  mskcdc migrate old.json > connector-configs/orders.json",
      "  mskcdc migrate old.json --write connector-configs --env staging --identical"
    },
    mixinStandardHelpOptions = true)
public final class MigrateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", arity = "1..*", description = "The old configurations.")
  private List<Path> files;

  @Option(
      names = "--env",
      paramLabel = "ENV",
      completionCandidates = LookedUpNames.Environments.class,
      description =
          "The environment that the connectors are for: its workers, variables and way to log in,"
              + " and with --write its list (default: none).")
  private String env;

  @Option(
      names = "--write",
      paramLabel = "DIR",
      description =
          "Write the connectors' files into the bundle in this folder, and list them in the"
              + " environment, instead of printing them.")
  private Path write;

  @Option(
      names = "--identical",
      description =
          "Keep the records byte for byte as they were, as far as Debezium 3.6 can write them.")
  private boolean identical;

  @Mixin private BundleOption bundle;

  @Mixin private ReportOutput output;

  @Override
  public Integer call() {
    BundlePaths paths = write == null ? bundle.paths() : BundlePaths.of(write, Installation.home());
    MigrationReport report =
        new ConnectorMigration(paths, Optional.ofNullable(env), identical)
            .migrate(files, write != null);
    if (write == null) {
      output.printText(report.connectors());
    }
    output.printBeside(report);
    return report.hasErrors() ? ExitCode.FAILED : ExitCode.DONE;
  }
}
