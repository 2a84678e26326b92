package io.mskcdc.cli.dms;

import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.config.Bundle;
import io.mskcdc.deploy.DmsSelection;
import io.mskcdc.dms.TemplateFormat;
import io.mskcdc.report.DmsRenderReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints DMS tasks as a template. */
@Command(
    name = "render",
    description =
        "Prints DMS tasks as a template: endpoints, and a serverless replication or a task with its"
            + " instance. Passwords are references. Needs no connection.",
    footer = {
      "",
      "Terraform starts the replications. A stack of CloudFormation creates them stopped.",
      "",
      "Example:",
      "  mskcdc dms render orders-lake --env production --format terraform > dms.tf"
    },
    mixinStandardHelpOptions = true)
final class DmsRenderCommand implements Callable<Integer> {
  @Mixin private DmsTaskNames tasks;
  @Mixin private EnvironmentOptions options;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      required = true,
      description = "The format of the template: ${COMPLETION-CANDIDATES}.")
  private TemplateFormat format;

  @Override
  public Integer call() {
    Bundle bundle = options.loadDmsFilesOnly(tasks.names());
    options.print(
        new DmsRenderReport(
            format.toString(),
            format.render(bundle.paths(), DmsSelection.of(bundle, tasks.names()))));
    return ExitCode.DONE;
  }
}
