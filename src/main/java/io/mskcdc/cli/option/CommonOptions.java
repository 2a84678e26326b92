package io.mskcdc.cli.option;

import static io.mskcdc.problem.ErrorCode.TARGET_NOT_MSK_CONNECT;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.BundleReader;
import io.mskcdc.config.Environment;
import io.mskcdc.config.MskConnectTarget;
import io.mskcdc.msk.MskSession;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.report.Format;
import io.mskcdc.report.Report;
import io.mskcdc.runtime.ConnectRuntime;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options of every command that reads the bundle, and what they lead to. */
public final class CommonOptions {
  /** Set by the launcher to the root of the repository it belongs to. */
  private static final String ROOT_PROPERTY = "mskcdc.root";

  static final String LOCAL = "local";

  private final Connections connections;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--env",
      paramLabel = "ENV",
      defaultValue = LOCAL,
      description = "The environment, a folder in environments/ (default: ${DEFAULT-VALUE}).")
  public String env;

  @Option(
      names = "--configs",
      paramLabel = "DIR",
      description = "The folder of the bundle (default: connector-configs of this repository).")
  private Path configs;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "How to print: text, json or markdown (default: ${DEFAULT-VALUE}).")
  public Format format;

  @Option(names = "--debug", description = "Print the stack trace of an error.")
  private boolean debug;

  public CommonOptions(Connections connections) {
    this.connections = connections;
  }

  boolean isLocal() {
    return env.equals(LOCAL);
  }

  public BundlePaths paths() {
    return new BundlePaths(folder(configs));
  }

  /** Reads the environment. */
  public Bundle read() {
    return new BundleReader(paths()).read(env);
  }

  /** Reads the environment without its connectors. */
  public Environment readEnvironment() {
    return new BundleReader(paths()).readEnvironment(env);
  }

  /** Opens the account that the environment deploys to on MSK Connect. */
  public MskSession openMskConnect(Environment environment) {
    MskConnectTarget target =
        environment
            .mskConnect()
            .orElseThrow(
                () ->
                    new ProblemException(
                        new Problem(
                            TARGET_NOT_MSK_CONNECT,
                            paths().shown(environment.file()),
                            "target",
                            "this environment does not deploy to MSK Connect",
                            "name another one with --env")));
    return connections.open(target, this::tell);
  }

  /** Opens the runtime that the environment deploys to. */
  public ConnectRuntime open(Bundle bundle) {
    return connections.open(bundle, this::tell);
  }

  /** Prints what the command was asked for. */
  public void print(Report report) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(format.write(report, Palettes.ofProcess()));
    out.flush();
  }

  /** Prints a line of progress, or a warning. */
  public void tell(String text) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(text);
    err.flush();
  }

  /** Prints a line of progress on a connector. */
  public void tell(String connector, String text) {
    tell(connector + ": " + text);
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
