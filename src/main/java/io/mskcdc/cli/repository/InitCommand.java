package io.mskcdc.cli.repository;

import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.ReportOutput;
import io.mskcdc.deploy.NewRepository;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a repository for connector configurations that uses a release of msk-cdc. */
@Command(
    name = "init",
    description =
        "Writes a new repository that uses this release: connector-configs with examples, scripts,"
            + " and the pipelines of GitHub and GitLab. Reads the release once for its checksum.",
    footer = {
      "",
      "Example:",
      "  mskcdc init shop-cdc --release https://releases.example.com/mskcdc-1.0.0.tar.gz"
    },
    mixinStandardHelpOptions = true)
public final class InitCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "NAME",
      description = "The folder of the repository; it must be new or empty.")
  private Path folder;

  @Option(
      names = "--release",
      paramLabel = "URL",
      required = true,
      description = "Where this release's mskcdc-VERSION.tar.gz is: an https, http or file URL.")
  private String release;

  @Mixin private ReportOutput output;

  @Override
  public Integer call() {
    output.print(NewRepository.write(folder, release));
    return ExitCode.DONE;
  }
}
