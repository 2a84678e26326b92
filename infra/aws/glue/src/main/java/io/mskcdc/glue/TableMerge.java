package io.mskcdc.glue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.CommitMetadata;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;

/**
 * Merges the changes of one table, and then deletes changes and snapshots that were merged long
 * ago. A query that reads both tables finds each row in one of them while it takes less time than
 * that.
 *
 * @see <a href="https://iceberg.apache.org/docs/1.10.0/spark-writes/#merge-into">Iceberg, MERGE</a>
 */
final class TableMerge {
  /** The property of a merged table that names the table of changes, as {@code namespace.table}. */
  static final String CHANGES = "mskcdc.changes";

  /** What Iceberg's sink begins its offsets in the summary of a snapshot with. */
  private static final String SINK_OFFSETS = "kafka.connect.offsets.";

  private static final Set<String> ONLY_IN_CHANGES = Set.of("__deleted", "__topic");

  private final SparkSession spark;
  private final String catalog;
  private final String merged;
  private final String changes;
  private final Duration keep;

  /**
   * @param merged the merged table, with its catalog
   * @param changes the table of changes, with its catalog
   * @param keep how long changes stay after their merge
   */
  TableMerge(SparkSession spark, String catalog, String merged, String changes, Duration keep) {
    this.spark = spark;
    this.catalog = catalog;
    this.merged = merged;
    this.changes = changes;
    this.keep = keep;
  }

  /** Merges, and returns a line about it. */
  String run() {
    addColumns();
    Table target = load(merged);
    List<String> key = List.copyOf(target.schema().identifierFieldNames());
    if (key.isEmpty()) {
      throw new IllegalStateException(
          "it has no identifier fields; next: run the statements of mskcdc lake ddl");
    }
    MergeSql sql =
        new MergeSql(
            quoted(merged), quoted(changes), key, List.of(spark.table(quoted(merged)).columns()));
    long count = merge(sql, target);
    boolean isDeleted = delete(sql);
    expireSnapshots(changes, SINK_OFFSETS);
    expireSnapshots(merged, MergedOffsets.PROPERTY);
    return "%s: merged %d changes, up to %s%s"
        .formatted(
            merged,
            count,
            MergedOffsets.of(load(merged)).text(),
            isDeleted ? ", and deleted older ones" : "");
  }

  /** Adds the columns that the table of changes got since the last merge. */
  private void addColumns() {
    Set<String> existing =
        Stream.of(spark.table(quoted(merged)).columns())
            .map(column -> column.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    List<String> added = new ArrayList<>();
    for (StructField field : spark.table(quoted(changes)).schema().fields()) {
      if (!existing.contains(field.name().toLowerCase(Locale.ROOT))
          && !ONLY_IN_CHANGES.contains(field.name())) {
        added.add(MergeSql.quoted(field.name()) + " " + field.dataType().sql());
      }
    }
    if (!added.isEmpty()) {
      spark.sql(
          "ALTER TABLE " + quoted(merged) + " ADD COLUMNS (" + String.join(", ", added) + ")");
    }
  }

  private long merge(MergeSql sql, Table target) {
    Snapshot snapshot = load(changes).currentSnapshot();
    if (snapshot == null) {
      return 0;
    }
    MergedOffsets done = MergedOffsets.of(target);
    Map<Integer, Long> later = new HashMap<>();
    long count = 0;
    for (Row row : spark.sql(sql.newest(snapshot.snapshotId(), done)).collectAsList()) {
      later.put(row.getInt(0), row.getLong(1));
      count += row.getLong(2);
    }
    if (count > 0) {
      if (!spark.sql(sql.moved(snapshot.snapshotId(), done)).isEmpty()) {
        throw new IllegalStateException(
            "a key is in several partitions, so that its offsets have no order; next: create the topic"
                + " again with a new snapshot, and these tables too");
      }
      String statement = sql.merge(snapshot.snapshotId(), done);
      CommitMetadata.withCommitProperties(
          Map.of(MergedOffsets.PROPERTY, done.with(later).text()),
          () -> spark.sql(statement),
          RuntimeException.class);
    }
    return count;
  }

  private boolean delete(MergeSql sql) {
    MergedOffsets old = MergedOffsets.before(load(merged), Instant.now().minus(keep));
    if (old.isEmpty() || spark.sql(sql.anyUpTo(old)).isEmpty()) {
      return false;
    }
    spark.sql(sql.delete(old));
    return true;
  }

  /**
   * Deletes old snapshots, but neither the last one whose summary has offsets nor a later one.
   *
   * @param offsets what the key of the offsets begins with
   */
  private void expireSnapshots(String table, String offsets) {
    long limit = Instant.now().minus(keep).toEpochMilli();
    long last =
        Snapshots.last(
                load(table),
                snapshot ->
                    snapshot.summary().keySet().stream().anyMatch(name -> name.startsWith(offsets)))
            .map(Snapshot::timestampMillis)
            .orElse(limit);
    spark.sql(
        "CALL %s.system.expire_snapshots(table => '%s', older_than => TIMESTAMP '%s', retain_last => 1)"
            .formatted(
                MergeSql.quoted(catalog),
                table.substring(catalog.length() + 1),
                Instant.ofEpochMilli(Math.min(limit, last))));
  }

  private Table load(String name) {
    try {
      Table table = Spark3Util.loadIcebergTable(spark, quoted(name));
      table.refresh();
      return table;
    } catch (AnalysisException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static String quoted(String name) {
    return Arrays.stream(name.split("\\.", -1))
        .map(MergeSql::quoted)
        .collect(Collectors.joining("."));
  }
}
