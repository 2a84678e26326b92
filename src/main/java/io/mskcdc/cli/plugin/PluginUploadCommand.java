package io.mskcdc.cli.plugin;

import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.LookedUpNames;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes a built plugin usable on MSK Connect. */
@Command(
    name = "upload",
    description = "Uploads a built plugin, and creates a custom plugin of MSK Connect from it.",
    footer = {"", "Example:", "  mskcdc plugin upload debezium-mysql --env production"},
    mixinStandardHelpOptions = true)
final class PluginUploadCommand implements Callable<Integer> {
  @Mixin private EnvironmentOptions options;

  @Parameters(
      paramLabel = "NAME",
      completionCandidates = LookedUpNames.Plugins.class,
      description = "The plugin: a folder of connect-plugins.")
  private String name;

  @Override
  public Integer call() {
    options.print(options.openPlugins().upload(name));
    return ExitCode.DONE;
  }
}
