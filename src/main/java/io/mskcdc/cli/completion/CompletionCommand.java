package io.mskcdc.cli.completion;

import io.mskcdc.cli.option.BundleOption;
import io.mskcdc.cli.option.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the completion script. */
@Command(
    name = "completion",
    description = "Prints a script for bash and zsh that completes commands, options and names.",
    footer = {"", "Example:", "  source <(scripts/mskcdc completion)"},
    mixinStandardHelpOptions = true)
public final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--configs",
      paramLabel = "DIR",
      description =
          "The folder of the bundle whose names are completed (default: connector-configs of this"
              + " repository).")
  private Path configs;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        CompletionScript.of(
            spec.root().commandLine(), BundleOption.folder(configs).toAbsolutePath()));
    out.flush();
    return ExitCode.DONE;
  }
}
