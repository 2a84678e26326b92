package io.mskcdc.cli.option;

import io.mskcdc.deploy.WaitLimits;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options of every command that waits until connectors are healthy. */
public final class HealthOptions {
  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Mixin private TimeoutOption timeout;

  @Option(
      names = "--stable-for",
      paramLabel = "SECONDS",
      defaultValue = "15",
      description =
          "How long a connector must stay healthy without a break (default: ${DEFAULT-VALUE}).")
  private long stableFor;

  public WaitLimits limits() {
    if (stableFor < 0) {
      throw new ParameterException(spec.commandLine(), "--stable-for is a number from 0");
    }
    WaitLimits limits = timeout.limits(Duration.ofSeconds(stableFor));
    if (limits.timeout().filter(limit -> limit.compareTo(limits.stableFor()) < 0).isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "--timeout must not be shorter than --stable-for");
    }
    return limits;
  }
}
