package io.mskcdc.local.lake;

import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.Jvm;
import io.mskcdc.local.process.Secrets;
import io.mskcdc.local.process.StackException;
import io.mskcdc.local.process.Subprocess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs the jobs of infra/aws/glue with Spark on this machine, each as a process of its own. */
final class SparkJobs {
  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final int HEAP = 1024;

  /** What MergeJob begins the line of a failed table with. */
  private static final String FAILED = "failed: ";

  private static final String PACKAGE = "io.mskcdc.glue.";

  /** The packages of the JDK that Spark 3.5 uses by reflection. */
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");

  private final Checkout checkout;
  private final Path folder;
  private final Path properties;
  private int runs;

  /**
   * @param folder holds files and logs of the jobs
   * @param catalog the options of the Iceberg catalog, without prefix
   */
  SparkJobs(Checkout checkout, Path folder, Map<String, String> catalog) {
    this.checkout = checkout;
    this.folder = folder.toAbsolutePath();
    String prefix = "spark.sql.catalog." + Lake.CATALOG;
    Map<String, String> options = new TreeMap<>();
    options.put(prefix, "org.apache.iceberg.spark.SparkCatalog");
    catalog.forEach((name, value) -> options.put(prefix + "." + name, value));
    options.put(
        "spark.sql.extensions",
        "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions");
    options.put("spark.master", "local[2]");
    options.put("spark.driver.host", "127.0.0.1");
    options.put("spark.driver.bindAddress", "127.0.0.1");
    options.put("spark.ui.enabled", "false");
    options.put("spark.sql.session.timeZone", "UTC");
    options.put("spark.sql.shuffle.partitions", "2");
    options.put("spark.local.dir", this.folder.resolve("local").toString());
    options.put("spark.sql.warehouse.dir", this.folder.resolve("warehouse").toString());
    // The password of the catalog must not be in the arguments of a process.
    properties =
        Secrets.writePrivately(
            folder(this.folder).resolve("spark.properties"),
            options.entrySet().stream()
                .map(option -> option.getKey() + " " + option.getValue() + "\n")
                .collect(Collectors.joining()));
  }

  /**
   * Runs a job and returns the lines that it printed.
   *
   * @param job the name of its class
   * @param options its options
   * @throws StackException if it fails
   */
  List<String> run(String job, String... options) {
    runs++;
    Path log = folder.resolve(job + "-" + runs + ".log");
    // A job that is killed does not delete its temporary files: keep them in its folder.
    Jvm jvm =
        new Jvm(
            checkout.sparkLibs(),
            HEAP,
            folder,
            List.of(),
            Map.of("java.io.tmpdir", folder.toString()));
    String[] arguments =
        Stream.concat(
                Stream.of(
                    "--properties-file",
                    properties.toString(),
                    "--class",
                    PACKAGE + job,
                    checkout.glueJobs().toString()),
                Stream.of(options))
            .toArray(String[]::new);
    String opened =
        OPENED.stream()
            .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED")
            .collect(Collectors.joining(" "));
    try (Subprocess process =
        Subprocess.start(
            job,
            jvm.command("org.apache.spark.deploy.SparkSubmit", arguments),
            Map.of(
                "JDK_JAVA_OPTIONS",
                opened,
                "SPARK_LOCAL_IP",
                "127.0.0.1",
                "AWS_REGION",
                Lake.REGION),
            log)) {
      process.awaitSuccess(TIMEOUT);
    } catch (StackException e) {
      throw new StackException(e.getMessage() + cause(log), e);
    }
    try (Stream<String> lines = Files.lines(log)) {
      // Lines of the log begin with the time.
      return lines.filter(line -> line.startsWith("{") || line.startsWith(Lake.CATALOG)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the messages of exceptions, which are above the lines that an error shows. */
  private static String cause(Path log) {
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .filter(line -> line.startsWith("Exception in thread") || line.startsWith(FAILED))
          .map(line -> "\n  " + line)
          .collect(Collectors.joining());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder(Path path) {
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
