package io.mskcdc.cli.connector;

import io.mskcdc.cli.option.BundleOption;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.LookedUpNames;
import io.mskcdc.cli.option.TerminalColours;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.deploy.ConnectorAdoption;
import io.mskcdc.report.Format;
import io.mskcdc.report.ImportReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
  @Spec private CommandSpec spec;

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

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "The format: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format;

  @Option(names = "--debug", description = "Print the stack trace of an error.")
  private boolean debug;

  @Override
  public Integer call() {
    BundlePaths paths = bundle.paths();
    ImportReport report = new ConnectorAdoption(paths, Optional.ofNullable(env)).write(file);
    PrintWriter out = spec.commandLine().getOut();
    out.print(format.write(report, TerminalColours.ofProcess()));
    out.flush();
    return report.imported().problems().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
