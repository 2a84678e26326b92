package io.mskcdc.glue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A Spark job that runs the statements of a file, such as those of {@code mskcdc lake ddl}, and
 * prints the rows of queries as JSON, one a line.
 */
public final class SqlJob {
  private SqlJob() {}

  /** Runs the job. */
  public static void main(String[] arguments) {
    JobOptions options = new JobOptions(arguments, "file");
    String file = options.required("file");
    try (SparkSession spark =
        SparkSession.builder()
            .appName("msk-cdc SQL")
            .config("spark.sql.jsonGenerator.ignoreNullFields", "false")
            .getOrCreate()) {
      String script =
          spark.read().option("wholetext", "true").text(file).collectAsList().get(0).getString(0);
      for (String statement : statements(script)) {
        Dataset<Row> result = spark.sql(statement);
        if (result.columns().length > 0) {
          result.toJSON().collectAsList().forEach(System.out::println);
        }
      }
    }
  }

  /** Returns the statements of a file. Each ends with a semicolon at the end of a line. */
  static List<String> statements(String script) {
    String code =
        script.lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
    return Arrays.stream(code.split(";\\s*(\n|$)"))
        .map(String::strip)
        .filter(statement -> !statement.isEmpty())
        .toList();
  }
}
