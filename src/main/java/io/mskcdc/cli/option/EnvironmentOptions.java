package io.mskcdc.cli.option;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.Environment;
import io.mskcdc.deploy.BundleLoader;
import io.mskcdc.deploy.PluginMaintenance;
import io.mskcdc.deploy.TargetConnections;
import io.mskcdc.report.Format;
import io.mskcdc.report.Report;
import io.mskcdc.runtime.ConnectRuntime;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options of every command that works on an environment: which one, and how to print. */
public final class EnvironmentOptions {
  /** The launcher sets this property to the root of its repository. */
  private static final String ROOT_PROPERTY = "mskcdc.root";

  static final String LOCAL = "local";

  private final TargetConnections connections;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--env",
      paramLabel = "ENV",
      defaultValue = LOCAL,
      completionCandidates = LookedUpNames.Environments.class,
      description =
          "The environment: a folder of environments in the bundle (default: ${DEFAULT-VALUE}).")
  private String env;

  @Option(
      names = "--configs",
      paramLabel = "DIR",
      description = "The folder of the bundle (default: connector-configs of this repository).")
  private Path configs;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "The format: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format;

  @Option(names = "--debug", description = "Print the stack traces of errors.")
  private boolean debug;

  public EnvironmentOptions(TargetConnections connections) {
    this.connections = connections;
  }

  String env() {
    return env;
  }

  /** Loads the environment with its connectors, for a command that connects to its target. */
  public Bundle load() {
    return loader(paths()).load(env);
  }

  /** Loads the environment with its connectors, for a command that only needs the files. */
  public Bundle loadFilesOnly() {
    return loader(paths()).loadFilesOnly(env);
  }

  private BundleLoader loader(BundlePaths paths) {
    return new BundleLoader(paths, warning -> tell("warning " + warning.headline()));
  }

  /** Opens the runtime that the environment deploys to. */
  public ConnectRuntime open(Bundle bundle) {
    return connections.open(bundle, this::tell);
  }

  /** Opens the AWS account that the environment uploads plugins to. */
  public PluginMaintenance openPlugins() {
    BundlePaths paths = paths();
    Environment environment = loader(paths).loadEnvironment(env);
    return new PluginMaintenance(
        paths, environment, connections.openMskConnect(paths, environment, this::tell), this::tell);
  }

  private BundlePaths paths() {
    return new BundlePaths(folder(configs));
  }

  /** Prints the result of the command to its output, in the requested format. */
  public void print(Report report) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(format.write(report, TerminalColours.ofProcess()));
    out.flush();
  }

  /** Returns whether the result is printed as text. */
  public boolean isText() {
    return format == Format.TEXT;
  }

  /** Prints a line of progress, or a warning, to the command's error output. */
  public void tell(String text) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(text);
    err.flush();
  }

  /** Returns the folder of the bundle, given or not. */
  public static Path folder(Path given) {
    if (given != null) {
      return given;
    }
    String root = System.getProperty(ROOT_PROPERTY);
    return root == null ? Path.of("connector-configs") : Path.of(root, "connector-configs");
  }
}
