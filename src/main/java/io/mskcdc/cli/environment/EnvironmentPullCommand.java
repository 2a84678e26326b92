package io.mskcdc.cli.environment;

import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes Terraform's outputs into environment.yaml. */
@Command(
    name = "pull",
    description =
        "Writes the values of Terraform's output 'environment' into environment.yaml, keeps its"
            + " comments and order, and prints what changed. Needs no connection.",
    footer = {"", "Example:", "  mskcdc env pull --from terraform-output.json --env production"},
    mixinStandardHelpOptions = true)
final class EnvironmentPullCommand implements Callable<Integer> {
  @Mixin private EnvironmentOptions options;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      required = true,
      description = "The JSON of 'terraform output -json'.")
  private Path from;

  @Override
  public Integer call() {
    options.print(options.pull(from));
    return ExitCode.DONE;
  }
}
