package io.mskcdc.glue;

import static java.util.stream.Collectors.joining;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The statements of a merge.
 *
 * @param merged the merged table, in backticks
 * @param changes the table of changes, in backticks
 * @param key the columns that identify a row
 * @param columns the columns of the merged table
 */
record MergeSql(String merged, String changes, List<String> key, List<String> columns) {
  /** Returns a name of several parts, each in backticks. */
  static String name(String... parts) {
    return Stream.of(parts).map(MergeSql::quoted).collect(joining("."));
  }

  static String quoted(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  /**
   * Returns the query for the last offset of each partition, and the number of changes.
   *
   * @param snapshot the snapshot of the changes
   * @param after the offsets that are merged
   */
  String newest(long snapshot, MergedOffsets after) {
    return """
        SELECT `__partition`, MAX(`__offset`), COUNT(*)
        FROM %s VERSION AS OF %d
        WHERE %s
        GROUP BY `__partition`"""
        .formatted(changes, snapshot, after.after());
  }

  /**
   * Returns the query for a key whose changes are in several partitions, or in another one than its
   * row. Their offsets are not comparable.
   *
   * @param snapshot the snapshot of the changes
   * @param after the offsets that are merged
   */
  String moved(long snapshot, MergedOffsets after) {
    String keys = list(key, MergeSql::quoted, ", ");
    return """
        SELECT 1 FROM (
          SELECT %1$s, MIN(`__partition`) AS `__first`, MAX(`__partition`) AS `__last`
          FROM %2$s VERSION AS OF %3$d
          WHERE %4$s
          GROUP BY %1$s
        ) s
        LEFT JOIN %5$s t ON %6$s
        WHERE s.`__first` <> s.`__last` OR s.`__first` <> t.`__partition`
        LIMIT 1"""
        .formatted(
            keys, changes, snapshot, after.after(), merged, list(key, MergeSql::equal, " AND "));
  }

  /**
   * Returns the statement that merges the last change of each key.
   *
   * @param snapshot the snapshot of the changes
   * @param after the offsets that are merged
   */
  String merge(long snapshot, MergedOffsets after) {
    return """
        MERGE INTO %s t
        USING (
          SELECT * FROM (
            SELECT c.*, ROW_NUMBER() OVER (PARTITION BY %s ORDER BY `__offset` DESC) AS `__place`
            FROM %s VERSION AS OF %d c
            WHERE %s
          ) l WHERE `__place` = 1
        ) s
        ON %s
        WHEN MATCHED AND s.`__deleted` = 'true' THEN DELETE
        WHEN MATCHED THEN UPDATE SET %s
        WHEN NOT MATCHED AND NOT s.`__deleted` = 'true' THEN INSERT (%s) VALUES (%s)"""
        .formatted(
            merged,
            list(key, MergeSql::quoted, ", "),
            changes,
            snapshot,
            after.after(),
            list(key, MergeSql::equal, " AND "),
            list(columns, MergeSql::equal, ", "),
            list(columns, MergeSql::quoted, ", "),
            list(columns, column -> "s." + quoted(column), ", "));
  }

  /** Returns the query for whether there are changes up to offsets. */
  String anyUpTo(MergedOffsets offsets) {
    return "SELECT 1 FROM " + changes + " WHERE " + offsets.upTo() + " LIMIT 1";
  }

  /** Returns the statement that deletes the changes up to offsets. */
  String delete(MergedOffsets offsets) {
    return "DELETE FROM " + changes + " WHERE " + offsets.upTo();
  }

  private static String equal(String column) {
    return "t." + quoted(column) + " = s." + quoted(column);
  }

  private static String list(
      Collection<String> names, Function<String, String> text, String between) {
    return names.stream().map(text).collect(joining(between));
  }
}
