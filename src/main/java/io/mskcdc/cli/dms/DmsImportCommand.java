package io.mskcdc.cli.dms;

import io.mskcdc.cli.option.BundleOption;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.ReportOutput;
import io.mskcdc.deploy.DmsImport;
import io.mskcdc.report.DmsImportReport;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Adds a DMS task to the bundle that is written in another form. */
@Command(
    name = "import",
    description =
        "Writes the file of a DMS task from another form, and prints what is wrong with it: requests"
            + " of the AWS CLI, or answers of describe-replication-tasks, -replication-configs,"
            + " -endpoints and -replication-instances. Corrects what needs no decision, and writes"
            + " no password. Needs no connection.",
    footer = {
      "",
      "The file that it writes is below dms in the bundle. Exits with 1 if an error is left in it.",
      "",
      "Example:",
      "  mskcdc dms import task.json"
    },
    mixinStandardHelpOptions = true)
final class DmsImportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The file in the other form.")
  private Path file;

  @Mixin private BundleOption bundle;

  @Mixin private ReportOutput output;

  @Override
  public Integer call() {
    DmsImportReport report = new DmsImport(bundle.paths()).write(file);
    output.print(report);
    return report.left().hasErrors() ? ExitCode.FAILED : ExitCode.DONE;
  }
}
