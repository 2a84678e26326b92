package io.mskcdc.lake;

import static io.mskcdc.problem.ErrorCode.LAKE_TABLE_UNFIT;

import io.mskcdc.contract.ContractColumn;
import io.mskcdc.contract.TableContract;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks that the lake can have the tables of contracts.
 *
 * <p>Source of the names: {@code IcebergToGlueConverter} of Iceberg, which refuses others.
 */
final class LakeNames {
  private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,240}");
  private static final Set<String> NO_KEY = Set.of("FLOAT", "DOUBLE");

  private final String where;
  private final List<Problem> problems = new ArrayList<>();

  private LakeNames(String where) {
    this.where = where;
  }

  /**
   * Returns the tables of contracts.
   *
   * @param where the connector's file, for errors
   * @throws ProblemException if the lake cannot have them
   */
  static List<LakeTable> tables(List<TableContract> contracts, String where) {
    LakeNames names = new LakeNames(where);
    Map<String, String> topicOfName = new HashMap<>();
    List<LakeTable> tables = new ArrayList<>();
    for (TableContract contract : contracts) {
      LakeTable table = LakeTable.of(contract);
      names.checkTopic(table);
      names.checkKey(contract, table);
      names.checkColumns(table);
      for (String name : table.names()) {
        String other = topicOfName.putIfAbsent(table.namespace() + "." + name, table.topic());
        if (other != null) {
          names.add(table, "it and " + other + " have the name " + name);
        }
      }
      tables.add(table);
    }
    if (!names.problems.isEmpty()) {
      throw new ProblemException(names.problems);
    }
    return tables;
  }

  private void checkTopic(LakeTable table) {
    if (!NAME.matcher(table.namespace()).matches() || !NAME.matcher(table.name()).matches()) {
      add(
          table,
          "the topic is not database.table with letters, digits and underscores, which a Glue"
              + " catalog takes");
    }
  }

  private void checkKey(TableContract contract, LakeTable table) {
    for (ContractColumn column : contract.key()) {
      if (!column.inRow()) {
        add(
            table,
            "its key has the column " + column.name() + ", which the row lacks or masks otherwise");
      }
    }
    for (LakeColumn column : table.key()) {
      if (NO_KEY.contains(column.type())) {
        add(table, "its key has the column " + column.name() + ", which is " + column.type());
      }
    }
    if (table.hasKey()
        && table.columns().stream().noneMatch(c -> c.name().equals(LakeTable.DELETED))) {
      add(table, "its records do not say which rows are deleted: they lack " + LakeTable.DELETED);
    }
  }

  private void checkColumns(LakeTable table) {
    Set<String> names = new HashSet<>(LakeTable.CALCULATED);
    for (LakeColumn column : table.changeColumns()) {
      if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
        add(table, "two of its columns have the name " + column.name());
      }
    }
  }

  private void add(LakeTable table, String message) {
    problems.add(
        Problem.of(
            LAKE_TABLE_UNFIT,
            where,
            table.topic() + " has no table in the lake: " + message,
            "docs/lake.md has the conditions; --topic selects other topics"));
  }
}
