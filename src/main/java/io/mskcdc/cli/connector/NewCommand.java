package io.mskcdc.cli.connector;

import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.LookedUpNames;
import io.mskcdc.deploy.NewConnector;
import io.mskcdc.report.CopyReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a new connector's files. */
@Command(
    name = "new",
    description =
        "Writes a new connector's file and overlays from those of another one, with its own server"
            + " id, topic prefix and schema history topic, and lists it in the environment. Needs"
            + " no connection.",
    footer = {"", "Example:", "  mskcdc new orders-cdc --from mysql-cdc"},
    mixinStandardHelpOptions = true)
public final class NewCommand implements Callable<Integer> {
  @Mixin private EnvironmentOptions options;

  @Parameters(paramLabel = "NAME", description = "The new connector.")
  private String name;

  @Option(
      names = "--from",
      paramLabel = "NAME",
      required = true,
      completionCandidates = LookedUpNames.Connectors.class,
      description = "The connector whose files are copied.")
  private String from;

  @Override
  public Integer call() {
    CopyReport report = new NewConnector(options.loadAddress()).write(from, name);
    options.print(report);
    return report.copied().problems().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
