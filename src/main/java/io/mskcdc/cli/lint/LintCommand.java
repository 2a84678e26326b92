package io.mskcdc.cli.lint;

import io.mskcdc.cli.option.BundleOption;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.LookedUpNames;
import io.mskcdc.cli.option.TerminalColours;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.lint.EnvironmentLint;
import io.mskcdc.lint.KeyFix;
import io.mskcdc.lint.LintRule;
import io.mskcdc.lint.rules.Rules;
import io.mskcdc.report.LintReport;
import io.mskcdc.report.Sarif;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks the files of a bundle. */
@Command(
    name = "lint",
    description =
        "Checks the files of all environments. plan and apply apply the same rules first.",
    footer = {
      "",
      "docs/rules.md explains each rule. The exit code is 1 if there is an error.",
      "",
      "Examples:",
      "  mskcdc lint",
      "  mskcdc lint --env production -o sarif > production.sarif"
    },
    mixinStandardHelpOptions = true)
public final class LintCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--env",
      paramLabel = "ENV",
      completionCandidates = LookedUpNames.Environments.class,
      description = "An environment; may be repeated (default: all).")
  private List<String> environments = new ArrayList<>();

  @Mixin private BundleOption bundle;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "The format: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private LintFormat format;

  @Option(
      names = "--fix",
      description = "Rename the keys of older releases in the files, and change nothing else.")
  private boolean fix;

  @Option(
      names = "--database",
      description =
          "Read the columns of the connectors' databases too, as the connectors' users. An error if"
              + " a database does not answer.")
  private boolean database;

  @Option(names = "--debug", description = "Print the stack traces of errors.")
  private boolean debug;

  @Override
  public Integer call() {
    BundlePaths paths = bundle.paths();
    List<String> names = environments.isEmpty() ? paths.requireEnvironments() : environments;
    List<KeyFix.Renamed> fixed = new ArrayList<>();
    if (fix) {
      names.forEach(env -> fixed.addAll(new KeyFix(paths).apply(env, Rules.ALL)));
    }
    List<LintRule> rules = database ? Rules.withDatabase() : Rules.ALL;
    List<EnvironmentLint> results = EnvironmentLint.of(paths, names, rules);
    LintReport report = new LintReport(paths, results, fixed);
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        switch (format) {
          case TEXT -> report.text(TerminalColours.ofProcess());
          case JSON -> report.json();
          case MARKDOWN -> report.markdown();
          case SARIF -> new Sarif(Rules.documented()).of(report);
          case GITHUB -> report.github();
        });
    out.flush();
    return results.stream().anyMatch(EnvironmentLint::hasErrors) ? ExitCode.FAILED : ExitCode.DONE;
  }
}
