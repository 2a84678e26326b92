package io.mskcdc.glue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A Spark job that merges the changes of all tables in namespaces. docs/lake.md has its options.
 */
public final class MergeJob {
  private static final int KEPT_HOURS = 168;

  private MergeJob() {}

  /**
   * Runs the job.
   *
   * @throws IllegalStateException at the end, if a table failed; the others are merged
   */
  public static void main(String[] arguments) {
    JobOptions options = new JobOptions(arguments, "catalog", "namespaces", "keep-hours");
    String catalog = options.required("catalog");
    List<String> namespaces = options.list("namespaces");
    Duration keep = options.hours("keep-hours", KEPT_HOURS);
    try (SparkSession spark = SparkSession.builder().appName("msk-cdc merge").getOrCreate()) {
      List<String> failures = new ArrayList<>();
      for (String namespace : namespaces) {
        for (String table : tables(spark, catalog, namespace)) {
          merge(spark, catalog, namespace + "." + table, keep, failures);
        }
      }
      if (!failures.isEmpty()) {
        throw new IllegalStateException("tables failed:\n" + String.join("\n", failures));
      }
    }
  }

  private static List<String> tables(SparkSession spark, String catalog, String namespace) {
    return spark.sql("SHOW TABLES IN " + MergeSql.name(catalog, namespace)).collectAsList().stream()
        .map(row -> row.<String>getAs("tableName"))
        .sorted()
        .toList();
  }

  private static void merge(
      SparkSession spark, String catalog, String table, Duration keep, List<String> failures) {
    try {
      String name = MergeSql.name(catalog) + "." + MergeSql.name(table.split("\\.", -1));
      for (Row property : spark.sql("SHOW TBLPROPERTIES " + name).collectAsList()) {
        if (property.getString(0).equals(TableMerge.CHANGES)) {
          String changes = catalog + "." + property.getString(1);
          System.out.println(
              new TableMerge(spark, catalog, catalog + "." + table, changes, keep).run());
        }
      }
      // Spark throws checked exceptions that its methods, which are Scala's, do not declare.
    } catch (Exception e) {
      failures.add("failed: " + table + ": " + e.getMessage());
    }
  }
}
