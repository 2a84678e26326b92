package io.mskcdc.redshift;

import static io.mskcdc.problem.ErrorCode.REDSHIFT_NAME_UNFIT;

import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks that Redshift can have the tables by their names. */
final class TargetNames {
  private static final Set<String> OWN_COLUMNS =
      Set.of(
          ApplyProcedure.PARTITION,
          ApplyProcedure.OFFSET,
          ApplyProcedure.IS_DELETED,
          ApplyProcedure.PLACE);
  private static final Set<String> OWN_TABLES = Set.of(ApplyProcedure.RECORDS, ApplyProcedure.ROWS);

  private final String where;
  private final List<Problem> problems = new ArrayList<>();

  private TargetNames(String where) {
    this.where = where;
  }

  /**
   * Checks tables.
   *
   * @param where the file of the connector or task, for errors
   * @throws ProblemException if Redshift cannot have one of the names, or two of them are one
   */
  static void check(List<TargetTable> tables, String where) {
    TargetNames names = new TargetNames(where);
    Map<String, String> objects = new HashMap<>();
    for (TargetTable table : tables) {
      names.checkName(table.source(), "the schema", table.schema());
      names.checkName(table.source(), "the table", table.name());
      names.checkName(table.source(), "the topic", table.topic());
      names.checkName(table.source(), "the procedure", "apply_" + table.label());
      names.checkOwn(table.source(), table.name(), OWN_TABLES);
      // The names of views and procedures are unique if their labels are, and so are the tables'.
      String other = objects.put(table.label(), table.source());
      if (other != null) {
        names.unfit(table.source(), "it and " + other + " have the same name in Redshift");
      }
      names.checkColumns(table);
    }
    if (!names.problems.isEmpty()) {
      throw new ProblemException(names.problems);
    }
  }

  private void checkColumns(TargetTable table) {
    Set<String> seen = new HashSet<>();
    for (TargetColumn column : table.columns()) {
      checkName(table.source(), "the column", column.name());
      checkOwn(table.source(), column.name(), OWN_COLUMNS);
      if (!seen.add(column.name())) {
        unfit(table.source(), "two of its columns are named " + SqlText.shown(column.name()));
      }
    }
  }

  private void checkName(String source, String what, String name) {
    String fault = SqlText.fault(name);
    if (!fault.isEmpty()) {
      unfit(source, what + " " + SqlText.shown(name) + " " + fault);
    }
  }

  private void checkOwn(String source, String name, Set<String> own) {
    if (own.contains(name)) {
      unfit(source, "the name " + name + " is one that the SQL uses itself");
    }
  }

  private void unfit(String source, String message) {
    problems.add(
        Problem.of(
            REDSHIFT_NAME_UNFIT,
            where,
            SqlText.shown(source) + " has no place in Redshift: " + message,
            "leave the table or the column out of the connector, or rename it in MySQL"));
  }
}
