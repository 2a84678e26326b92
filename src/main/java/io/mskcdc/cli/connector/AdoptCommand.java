package io.mskcdc.cli.connector;

import io.mskcdc.cli.option.BundleOption;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.LookedUpNames;
import io.mskcdc.cli.option.ReportOutput;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.deploy.ConnectorAdoption;
import io.mskcdc.report.ImportReport;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds a connector to the bundle that is written in another form. */
@Command(
    name = "adopt",
    description =
        "Writes the connector's file of a bundle from another form: a create-connector request of"
            + " the AWS CLI, a body of Kafka Connect's REST API, connector_configuration of"
            + " Terraform, or properties of a standalone worker. Secrets in clear text are replaced"
            + " by references. Needs no connection.",
    footer = {
      "",
      "Examples:",
      "  mskcdc adopt create-connector.json",
      "  mskcdc adopt main.tf --env staging"
    },
    mixinStandardHelpOptions = true)
public final class AdoptCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The file in the other form.")
  private Path file;

  @Option(
      names = "--env",
      paramLabel = "ENV",
      completionCandidates = LookedUpNames.Environments.class,
      description =
          "The environment that is to list the connector, if the connector has no mistake there"
              + " (default: none).")
  private String env;

  @Mixin private BundleOption bundle;

  @Mixin private ReportOutput output;

  @Override
  public Integer call() {
    BundlePaths paths = bundle.paths();
    ImportReport report = new ConnectorAdoption(paths, Optional.ofNullable(env)).write(file);
    output.print(report);
    return report.imported().problems().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
