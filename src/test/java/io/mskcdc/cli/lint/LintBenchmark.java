package io.mskcdc.cli.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.config.BundleFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures {@code mskcdc lint}, the start of Java included, as a ratio to {@code mskcdc --version}
 * in the same run: the time that passes, and the CPU time of all threads and child processes. No
 * other build runs it: {@code ./scripts/test.sh -Dtest=none -Dit.test=LintBenchmark
 * -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false}.
 */
class LintBenchmark {
  private static final int ROUNDS = 9;
  private static final Path SCRIPT = Path.of("../scripts/mskcdc");

  @TempDir Path temp;

  @Test
  void lintOfOneAndOfManyConnectors() throws Exception {
    Path one = bundle("one", 1);
    Path many = bundle("many", 500);
    run(List.of("lint", "--configs", many.toString()));
    List<Run> version = new ArrayList<>();
    List<Run> lintOne = new ArrayList<>();
    List<Run> lintMany = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      version.add(run(List.of("--version")));
      lintOne.add(run(List.of("lint", "--configs", one.toString())));
      lintMany.add(run(List.of("lint", "--configs", many.toString())));
    }
    print("--version", version, version);
    print("lint, 1 connector", lintOne, version);
    print("lint, 500 connectors", lintMany, version);
  }

  /** A bundle with copies of this repository's connector, each with values of its own. */
  private Path bundle(String name, int connectors) throws IOException {
    BundleFolder bundle = new BundleFolder(temp.resolve(name));
    String shipped = Files.readString(Path.of("../connector-configs/mysql-cdc.json"));
    String listed =
        IntStream.range(0, connectors)
            .mapToObj(i -> "  - name: c" + i + "\n")
            .collect(Collectors.joining("", "connectors:\n", ""));
    bundle.environment(
        "test",
        "https://connect.example.com",
        """
        variables:
          mysql_host: db
          mysql_port: "3306"
          kafka_bootstrap_servers: b-1.example.com:9092
          database_secret: d
          mask_secret: m
          mask_key_id: k
          topic_partitions: "6"
          topic_replication_factor: "3"
        """
            + listed);
    for (int i = 0; i < connectors; i++) {
      bundle.file(
          "c" + i + ".json",
          shipped
              .replace("\"mysql-cdc\"", "\"c" + i + "\"")
              .replace("\"topic.prefix\": \"production\"", "\"topic.prefix\": \"p" + i + "\"")
              .replace("schema-changes.production", "schema-changes.p" + i)
              .replace("184054", String.valueOf(100000 + i))
              .replace("-> $2.$3", "-> p" + i + ".$2.$3")
              .replace("-> ${database}", "-> p" + i + ".${database}"));
    }
    Files.delete(bundle.root().resolve("shop.json"));
    return bundle.root();
  }

  /**
   * A run of the script, in milliseconds.
   *
   * @param cpu the time in user and in kernel mode
   */
  private record Run(long elapsed, long cpu) {}

  /** The shell prints the seconds in user and in kernel mode on the last line. */
  private static Run run(List<String> arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("bash", "-c", "TIMEFORMAT='%U %S'; time \"$0\" \"$@\"", SCRIPT.toString()));
    command.addAll(arguments);
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.PIPE)
            .start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(output).isZero();
    long elapsed = (System.nanoTime() - start) / 1_000_000;
    double seconds =
        Stream.of(output.strip().substring(output.strip().lastIndexOf('\n') + 1).split(" "))
            .mapToDouble(Double::parseDouble)
            .sum();
    return new Run(elapsed, Math.round(seconds * 1000));
  }

  private static void print(String name, List<Run> runs, List<Run> version) {
    print(name, "elapsed", sorted(runs, Run::elapsed), sorted(version, Run::elapsed));
    print(name, "CPU", sorted(runs, Run::cpu), sorted(version, Run::cpu));
  }

  private static void print(String name, String kind, List<Long> millis, List<Long> version) {
    int middle = millis.size() / 2;
    System.out.printf(
        Locale.ROOT,
        "%-22s %-8s least %5d, median %5d, greatest %5d ms; least %.2f, median %.2f x --version%n",
        name,
        kind,
        millis.get(0),
        millis.get(middle),
        millis.get(millis.size() - 1),
        (double) millis.get(0) / version.get(0),
        (double) millis.get(middle) / version.get(middle));
  }

  private static List<Long> sorted(List<Run> runs, Function<Run, Long> time) {
    return runs.stream().map(time).sorted().toList();
  }
}
