package io.mskcdc.cli.option;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.Environment;
import io.mskcdc.config.EnvironmentUpdate;
import io.mskcdc.deploy.BundleLoader;
import io.mskcdc.deploy.PluginMaintenance;
import io.mskcdc.deploy.ReplicationDeployment;
import io.mskcdc.deploy.TargetConnections;
import io.mskcdc.problem.Problem;
import io.mskcdc.report.DmsRenderReport;
import io.mskcdc.report.EnvironmentUpdateReport;
import io.mskcdc.report.ErrorReport;
import io.mskcdc.report.Format;
import io.mskcdc.report.LakeDdlReport;
import io.mskcdc.report.Palette;
import io.mskcdc.report.RedshiftSqlReport;
import io.mskcdc.report.RenderReport;
import io.mskcdc.report.Report;
import io.mskcdc.report.TopicSchemaReport;
import io.mskcdc.runtime.ConnectRuntime;
import io.mskcdc.text.OneLine;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options of every command that works on an environment. */
public final class EnvironmentOptions {
  /** The default environment. */
  public static final String LOCAL = "local";

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

  @Mixin private BundleOption bundle;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "The format: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format;

  @Option(
      names = "--debug",
      description = "Print the stack traces of errors, and those in the workers' logs.")
  private boolean debug;

  public EnvironmentOptions(TargetConnections connections) {
    this.connections = connections;
  }

  /** Returns the name of the environment. */
  public String env() {
    return env;
  }

  /**
   * Loads the environment with its connectors, for a command that deploys them.
   *
   * @param names the connectors that the command needs; empty for all
   */
  public Bundle load(Collection<String> names) {
    return loader(paths()).load(env, names);
  }

  /**
   * Loads the environment with its connectors, for a command that only needs the files.
   *
   * @param names the connectors that the command needs; empty for all
   */
  public Bundle loadFilesOnly(Collection<String> names) {
    return loader(paths()).loadFilesOnly(env, names);
  }

  /**
   * Loads the environment's DMS tasks, for a command that only needs the files.
   *
   * @param names the tasks that the command needs; empty for all
   */
  public Bundle loadDmsFilesOnly(Collection<String> names) {
    return loader(paths()).loadDmsFilesOnly(env, names);
  }

  /** Loads where the environment is, for a command on live connectors. */
  public Bundle loadAddress() {
    return loader(paths()).loadAddress(env);
  }

  private BundleLoader loader(BundlePaths paths) {
    return new BundleLoader(paths, warning -> printProgress("warning " + warning.headline()));
  }

  /** Opens the runtime that the environment deploys to. */
  public ConnectRuntime open(Bundle bundle) {
    return connections.open(bundle, this::printProgress, debug);
  }

  /** Opens the AWS account that the environment uploads plugins to. */
  public PluginMaintenance openPlugins() {
    BundlePaths paths = paths();
    Environment environment = loader(paths).loadEnvironment(env);
    return new PluginMaintenance(
        paths,
        environment,
        connections.openMskConnect(paths, environment, this::printProgress),
        this::printProgress);
  }

  /**
   * Opens the DMS tasks of the environment.
   *
   * @param names the tasks that the command needs; empty for all
   */
  public ReplicationDeployment openReplications(Collection<String> names) {
    BundlePaths paths = paths();
    Bundle loaded = loader(paths).loadDmsTasks(env, names);
    return new ReplicationDeployment(
        loaded, connections.openDms(paths, loaded.environment(), this::printProgress));
  }

  /** Writes Terraform's outputs into the file of the environment. */
  public Report pull(Path outputs) {
    EnvironmentUpdate update = EnvironmentUpdate.of(paths(), env, outputs);
    if (!update.changes().isEmpty()) {
      update.write();
    }
    return new EnvironmentUpdateReport(update.shownFile(), update.changes());
  }

  private BundlePaths paths() {
    return bundle.paths();
  }

  /** Prints the result of the command to its output, in the requested format. */
  public void print(Report report) {
    PrintWriter out = spec.commandLine().getOut();
    String text = format.write(report, TerminalColours.ofProcess());
    // Programs read rendered configurations, templates and schemas, which suggest nothing.
    boolean isRendered =
        report instanceof RenderReport
            || report instanceof DmsRenderReport
            || report instanceof LakeDdlReport
            || report instanceof RedshiftSqlReport
            || report instanceof TopicSchemaReport;
    out.print(isRendered ? text : withOwnOptions(text, format));
    out.flush();
  }

  /** Returns whether the result is printed as text. */
  public boolean isText() {
    return format == Format.TEXT;
  }

  /**
   * Prints the problems that a result contains to the command's error output; there may be none.
   */
  public void printProblems(List<Problem> problems) {
    if (!problems.isEmpty()) {
      printProgress(new ErrorReport(problems).text(Palette.NONE).stripTrailing());
    }
  }

  /** Prints a line of progress, or a warning, to the command's error output. */
  public void printProgress(String text) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(withOwnOptions(text, Format.TEXT));
    err.flush();
  }

  private String withOwnOptions(String output, Format written) {
    String text = OneLine.visible(output);
    Path configs = bundle.given();
    Path offsets = OffsetsFolder.given(spec);
    return written == Format.JSON
        ? SuggestedCommands.inJson(env, configs, offsets, text)
        : SuggestedCommands.in(env, configs, offsets, text);
  }
}
