package io.mskcdc.cli.plugin;

import io.mskcdc.cli.option.CommonOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.config.Environment;
import io.mskcdc.msk.MskSession;
import io.mskcdc.msk.PluginUpload;
import io.mskcdc.plugin.BuiltPlugin;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes a built plugin usable on MSK Connect. */
@Command(
    name = "upload",
    description = "Uploads a built plugin and makes it a custom plugin of MSK Connect.",
    footer = {"", "Example: mskcdc plugin upload debezium-mysql --env production"},
    mixinStandardHelpOptions = true)
final class PluginUploadCommand implements Callable<Integer> {
  @Mixin private CommonOptions options;

  @Parameters(paramLabel = "NAME", description = "A folder of connect-plugins.")
  private String name;

  @Override
  public Integer call() {
    Environment environment = options.readEnvironment();
    MskSession session = options.openMskConnect(environment);
    BuiltPlugin plugin = BuiltPlugin.read(name, options.paths().pluginManifest(name));
    options.print(new PluginUpload(session, environment, options::tell).upload(plugin));
    return ExitCode.DONE;
  }
}
