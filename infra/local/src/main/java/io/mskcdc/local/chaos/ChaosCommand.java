package io.mskcdc.local.chaos;

import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.Folders;
import io.mskcdc.local.process.StackException;
import io.mskcdc.local.process.Subprocess;
import io.mskcdc.local.stack.DerivedPolicy;
import io.mskcdc.local.stack.StackErrors;
import io.mskcdc.local.stack.StackFolder;
import io.mskcdc.local.stack.StackOptions;
import io.mskcdc.local.stack.StackType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code scripts/chaos.sh}: runs a random series of faults and prints a ledger. */
@Command(
    name = "chaos.sh",
    description = {
      "Starts MySQL, Kafka and Connect with proxies between them, deploys mysql-cdc, changes rows,"
          + " and strikes the pipeline with a random series of faults. At the end it compares what"
          + " was committed with what a consumer with isolation.level=read_committed received.",
      "Exit code 1: a change is missing, a value is in clear, or, with --exactly-once, a record"
          + " came twice. docs/reliability.md describes the faults and the results."
    },
    footer = {"", "Example: ./scripts/chaos.sh --minutes 10 --seed 7"},
    exitCodeOnInvalidInput = 64)
public final class ChaosCommand implements Callable<Integer> {
  private static final String KIND = "chaos";
  private static final Duration DEPLOY_TIMEOUT = Duration.ofMinutes(6);

  private final Checkout checkout = Checkout.ofLauncher();

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "5",
      description = "Length of the series (default: ${DEFAULT-VALUE}).")
  private double minutes;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description =
          "The same seed results in the same faults, order and durations (default: random).")
  private Long seed;

  @Option(
      names = "--faults",
      paramLabel = "REGEX",
      defaultValue = ".*",
      description = "Kinds of faults, by their names in the report (default: all).")
  private String faults;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "End after this number of faults (default: no limit).")
  private Integer limit;

  @Mixin private StackOptions options;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @Spec private CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new ChaosCommand())
            .setExecutionExceptionHandler(new StackErrors())
            .execute(arguments));
  }

  @Override
  public Integer call() {
    StackType type = type();
    Predicate<String> kinds = kinds();
    StackFolder folder = new StackFolder(checkout.stackFolder());
    try (StackFolder.Lock lock = folder.lock(KIND, options.connectVersion())) {
      Path data = folder.data(KIND);
      // A run that was killed has not deleted its data.
      Folders.delete(data);
      ChaosReport report =
          Chaos.run(
              settings(type, kinds, data, folder),
              endpoints -> {
                lock.publish(type, endpoints);
                deploy(type, data);
              },
              this::progress);
      spec.commandLine().getOut().println(report.text());
      if (!report.isSuccess()) {
        progress("The data and logs are kept in " + data);
        return 1;
      }
      Folders.delete(data);
      return 0;
    }
  }

  private StackType type() {
    StackType type = options.type();
    if (type == StackType.MSK) {
      throw new ParameterException(
          spec.commandLine(), "--msk is not supported here: use --iam, or omit it");
    }
    if (minutes <= 0) {
      throw new ParameterException(
          spec.commandLine(), "--minutes must be greater than 0, not " + minutes);
    }
    if (limit != null && limit < 1) {
      throw new ParameterException(
          spec.commandLine(), "--limit must be greater than 0, not " + limit);
    }
    // Reject an unknown release before anything starts.
    checkout.kafkaLibs(options.connectVersion());
    return type;
  }

  private Chaos.Settings settings(
      StackType type, Predicate<String> kinds, Path data, StackFolder folder) {
    return new Chaos.Settings(
        checkout,
        data,
        type,
        options.connectVersion(),
        new DerivedPolicy(checkout, folder, type),
        seed == null ? new Random().nextInt(Integer.MAX_VALUE) : seed,
        kinds,
        Duration.ofMillis((long) (minutes * 60_000)),
        limit == null ? Integer.MAX_VALUE : limit);
  }

  private Predicate<String> kinds() {
    try {
      return Pattern.compile(faults).asMatchPredicate();
    } catch (PatternSyntaxException e) {
      throw new ParameterException(
          spec.commandLine(), "--faults is not a regular expression: " + e.getDescription());
    }
  }

  private void deploy(StackType type, Path data) {
    List<String> command =
        List.of(
            checkout.script("mskcdc").toString(),
            "apply",
            ConnectorRest.NAME,
            "--env",
            type.environment(),
            "--auto-approve",
            "--stable-for",
            "1");
    try (Subprocess apply =
        Subprocess.startInForeground("mskcdc", command, Map.of(), data.resolve("deploy"))) {
      apply.awaitSuccess(DEPLOY_TIMEOUT);
    } catch (StackException e) {
      throw new StackException("mysql-cdc was not deployed: " + e.getMessage(), e);
    }
  }

  private void progress(String line) {
    spec.commandLine().getErr().println(line);
  }
}
