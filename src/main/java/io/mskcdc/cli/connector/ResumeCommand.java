package io.mskcdc.cli.connector;

import io.mskcdc.cli.option.CommonOptions;
import io.mskcdc.cli.option.WaitOptions;
import io.mskcdc.config.WantedState;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Resumes a paused or stopped connector, and waits until healthy. */
@Command(
    name = "resume",
    description = "Resumes a paused or stopped connector, and waits until healthy.",
    footer = {"", "Example: mskcdc resume mysql-cdc"},
    mixinStandardHelpOptions = true)
public final class ResumeCommand implements Callable<Integer> {
  @Mixin private CommonOptions options;
  @Mixin private WaitOptions waiting;

  @Parameters(paramLabel = "NAME", description = "The connector.")
  private String name;

  @Override
  public Integer call() {
    return StateSteps.bring(name, WantedState.RUNNING, "resumed", options, waiting);
  }
}
