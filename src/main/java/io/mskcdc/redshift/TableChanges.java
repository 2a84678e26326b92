package io.mskcdc.redshift;

import static io.mskcdc.problem.ErrorCode.REDSHIFT_CHANGE_IMPOSSIBLE;

import io.mskcdc.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What makes an existing table fit the records of now. A column that the source has no more stays.
 *
 * @param statements the statements; empty if the table fits
 * @param table the table, with types that hold what it had before too
 * @param columns all columns that the table has then
 * @param problems the changes that Redshift cannot make in place
 */
record TableChanges(
    String statements,
    TargetTable table,
    List<WrittenTables.Column> columns,
    List<Problem> problems) {

  /**
   * Compares a table with what was written before.
   *
   * @param where the file that was written before, for errors
   */
  static TableChanges of(WrittenTables.Table before, TargetTable now, String where) {
    List<Problem> problems = new ArrayList<>();
    StringBuilder sql = new StringBuilder();
    List<TargetColumn> fitting = new ArrayList<>();
    List<WrittenTables.Column> all = new ArrayList<>(before.columns());
    if (!before.topic().equals(now.topic())) {
      problems.add(
          impossible(
              where, now, "its records were in " + before.topic() + ", and are in " + now.topic()));
    }
    if (!key(before.columns()).equals(key(now))) {
      problems.add(
          impossible(where, now, "its key was " + key(before.columns()) + ", and is " + key(now)));
    }
    for (TargetColumn column : now.columns()) {
      Optional<ColumnType> had =
          before.column(column.name()).map(old -> new ColumnType(old.type()));
      if (had.isEmpty()) {
        sql.append(alter(now, "ADD COLUMN " + column.quoted() + " " + column.type().sql()));
        all.add(WrittenTables.Column.of(column));
        fitting.add(column);
      } else if (had.get().holds(column.type())) {
        fitting.add(column.withType(had.get()));
      } else if (had.get().growsTo(column.type()) && !column.key()) {
        sql.append(alter(now, "ALTER COLUMN " + column.quoted() + " TYPE " + column.type().sql()));
        all.replaceAll(
            old -> old.name().equals(column.name()) ? WrittenTables.Column.of(column) : old);
        fitting.add(column);
      } else {
        problems.add(
            impossible(
                where,
                now,
                "its column "
                    + column.name()
                    + " was "
                    + had.get().sql()
                    + ", and is "
                    + column.type().sql()));
      }
    }
    Set<String> names = now.columns().stream().map(TargetColumn::name).collect(Collectors.toSet());
    before.columns().stream()
        .filter(old -> !names.contains(old.name()))
        .forEach(
            old ->
                sql.append(
                    "-- The column %s has no source any more. It stays, and is null in new rows.\n"
                        .formatted(SqlText.identifier(old.name()))));
    return new TableChanges(sql.toString(), now.withColumns(fitting), all, problems);
  }

  private static String alter(TargetTable table, String change) {
    return "ALTER TABLE " + table.qualified() + " " + change + ";\n";
  }

  private static List<String> key(TargetTable table) {
    return table.key().stream().map(TargetColumn::name).sorted().toList();
  }

  private static List<String> key(List<WrittenTables.Column> columns) {
    return columns.stream()
        .filter(WrittenTables.Column::key)
        .map(WrittenTables.Column::name)
        .sorted()
        .toList();
  }

  private static Problem impossible(String where, TargetTable table, String message) {
    return Problem.of(
        REDSHIFT_CHANGE_IMPOSSIBLE,
        where,
        table.source() + " cannot be changed in place: " + message,
        "rename the table in Redshift, drop its view and the rows of its topic in applied_offsets,"
            + " and take the table out of the line mskcdc-tables of the file, so that it is created"
            + " again; docs/redshift.md");
  }
}
