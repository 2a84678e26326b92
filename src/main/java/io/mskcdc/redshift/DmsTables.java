package io.mskcdc.redshift;

import static io.mskcdc.problem.ErrorCode.REDSHIFT_NAME_UNFIT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads from a table mapping which tables a DMS task writes, and with which columns. */
final class DmsTables {
  private static final String MASK = "data-masking-";

  /** Increases with each change of a task. In a full load it is empty. */
  private static final String CHANGE_SEQUENCE = "$AR_H_CHANGE_SEQ";

  private final List<JsonNode> rules;
  private final String where;
  private final List<Problem> problems = new ArrayList<>();

  private DmsTables(ObjectNode mapping, String where) {
    this.rules = new ArrayList<>();
    mapping.path("rules").forEach(rules::add);
    this.where = where;
  }

  /**
   * A table that a task writes.
   *
   * @param source the table in MySQL
   * @param schema its schema in the target
   * @param name its name in the target
   * @param columns its columns in the files, in their order
   * @param sequence the name of the column with the position of a change; empty for none
   */
  record Table(
      DmsColumns.Table source,
      String schema,
      String name,
      List<Column> columns,
      Optional<String> sequence) {
    List<Column> key() {
      return columns.stream().filter(Column::key).toList();
    }

    /** Returns the folder of its files. */
    String folder() {
      return schema + "/" + name + "/";
    }
  }

  /** A column of a table in Redshift. */
  record Column(String name, ColumnType type, boolean key) {
    String quoted() {
      return SqlText.identifier(name);
    }
  }

  /**
   * Returns the tables.
   *
   * @param mapping the table mapping of the task
   * @param columns the columns of the database by table
   * @param where the task's file, for errors
   * @throws ProblemException if a rule, a type or a name has no place in Redshift
   */
  static List<Table> of(
      ObjectNode mapping, Map<DmsColumns.Table, List<DmsColumn>> columns, String where) {
    return new DmsTables(mapping, where).read(columns);
  }

  private List<Table> read(Map<DmsColumns.Table, List<DmsColumn>> all) {
    rules.stream().filter(rule -> isTransformation(rule) && !isKnown(rule)).forEach(this::refuse);
    requireColumns(all.keySet());
    List<Table> tables = new ArrayList<>();
    all.forEach(
        (table, columns) -> {
          if (isSelected(table)) {
            tables.add(table(table, columns));
          }
        });
    checkNames(tables);
    if (problems.isEmpty() && tables.isEmpty()) {
      add(
          "the task selects no table of the file with the columns",
          "write that file of its database");
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return tables;
  }

  /** A rule that names one table needs its columns; one with a pattern may match no table. */
  private void requireColumns(Set<DmsColumns.Table> known) {
    for (JsonNode rule : rules) {
      JsonNode locator = rule.path("object-locator");
      DmsColumns.Table named =
          new DmsColumns.Table(
              locator.path("schema-name").asText(), locator.path("table-name").asText());
      if (isSelection(rule)
          && !rule.path("rule-action").asText().equals("exclude")
          && !named.toString().contains("%")
          && !known.contains(named)) {
        add("the columns of " + named + " are not in the file", "write the file again");
      }
    }
  }

  private boolean isSelected(DmsColumns.Table table) {
    boolean included = false;
    for (JsonNode rule : rules) {
      if (isSelection(rule) && matches(rule, table)) {
        if (rule.path("rule-action").asText().equals("exclude")) {
          return false;
        }
        included = true;
      }
    }
    return included;
  }

  private Table table(DmsColumns.Table source, List<DmsColumn> columns) {
    List<Column> written = new ArrayList<>();
    for (DmsColumn column : columns) {
      List<JsonNode> own = transformations(source, "column", column.name());
      if (own.stream().anyMatch(rule -> action(rule).equals("remove-column"))) {
        continue;
      }
      Optional<String> mask =
          own.stream().map(DmsTables::action).filter(a -> a.startsWith(MASK)).findFirst();
      Optional<ColumnType> type =
          mask.isPresent() ? column.masked(mask.get().substring(MASK.length())) : column.target();
      if (type.isEmpty()) {
        add(
            "the type " + column.type() + " of " + source + "." + column.name() + " is not known",
            "remove the column from the task, with removeColumns");
      } else {
        written.add(new Column(SqlText.folded(column.name()), type.get(), column.key()));
      }
    }
    Optional<String> sequence =
        transformations(source, "column", null).stream()
            .filter(rule -> action(rule).equals("add-column"))
            .map(rule -> SqlText.folded(rule.path("value").asText()))
            .findFirst();
    return new Table(
        source,
        renamed(source, "schema").orElse(source.database()),
        renamed(source, "table").orElse(source.name()),
        written,
        sequence);
  }

  private Optional<String> renamed(DmsColumns.Table table, String target) {
    return transformations(table, target, null).stream()
        .map(rule -> rule.path("value").asText())
        .findFirst();
  }

  /**
   * Returns the transformations of a table.
   *
   * @param column the column that they must match; null for any
   */
  private List<JsonNode> transformations(DmsColumns.Table table, String target, String column) {
    return rules.stream()
        .filter(rule -> isTransformation(rule) && rule.path("rule-target").asText().equals(target))
        .filter(rule -> matches(rule, table))
        .filter(
            rule ->
                column == null
                    || !action(rule).equals("add-column")
                        && matches(rule.path("object-locator"), "column-name", column))
        .toList();
  }

  private static boolean matches(JsonNode rule, DmsColumns.Table table) {
    JsonNode locator = rule.path("object-locator");
    return matches(locator, "schema-name", table.database())
        && matches(locator, "table-name", table.name());
  }

  private static boolean matches(JsonNode locator, String key, String name) {
    String pattern = locator.path(key).asText("%");
    String expression =
        Pattern.compile("%")
            .splitAsStream(pattern + " ")
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return Pattern.compile(expression, Pattern.DOTALL).matcher(name + " ").matches();
  }

  private static boolean isSelection(JsonNode rule) {
    return rule.path("rule-type").asText().equals("selection");
  }

  private static boolean isTransformation(JsonNode rule) {
    return rule.path("rule-type").asText().equals("transformation");
  }

  private static String action(JsonNode rule) {
    return rule.path("rule-action").asText();
  }

  private static boolean isKnown(JsonNode rule) {
    String target = rule.path("rule-target").asText();
    return switch (action(rule)) {
      case "remove-column" -> target.equals("column");
      case "rename" -> target.equals("schema") || target.equals("table");
      case "add-column" -> rule.path("expression").asText().equals(CHANGE_SEQUENCE);
      default -> action(rule).startsWith(MASK);
    };
  }

  private void refuse(JsonNode rule) {
    add(
        "the SQL does not know what the rule "
            + action(rule)
            + " of a "
            + rule.path("rule-target").asText()
            + " does to the files",
        "use removeColumns, masks, renameSchema, renameTable, or a rule add-column with the expression "
            + CHANGE_SEQUENCE);
  }

  private void checkNames(List<Table> tables) {
    Map<String, Table> objects = new HashMap<>();
    for (Table table : tables) {
      List<String> names = new ArrayList<>(List.of(table.schema(), table.name()));
      Set<String> columns = new HashSet<>(DmsSql.OWN_COLUMNS);
      table.sequence().ifPresent(columns::add);
      for (Column column : table.columns()) {
        names.add(column.name());
        if (!columns.add(column.name())) {
          unfit(table, "two of its columns are named " + SqlText.shown(column.name()));
        }
      }
      names.add("apply_" + DmsSql.label(table) + "_versions");
      for (String name : names) {
        String fault = SqlText.fault(name);
        if (!fault.isEmpty()) {
          unfit(table, "the name " + SqlText.shown(name) + " " + fault);
        }
      }
      if (!SqlText.isLiteral(table.folder())) {
        unfit(table, "its name has a backslash");
      }
      Table other = objects.put(DmsSql.label(table), table);
      if (other != null) {
        unfit(table, "it and " + other.source() + " have the same name in Redshift");
      }
      if (table.key().isEmpty()) {
        unfit(table, "without a primary key its changes cannot be applied");
      }
    }
  }

  private void unfit(Table table, String message) {
    problems.add(
        Problem.of(
            REDSHIFT_NAME_UNFIT,
            where,
            SqlText.shown(table.source().toString()) + " has no place in Redshift: " + message,
            "exclude the table or the column in the task"));
  }

  private void add(String message, String next) {
    problems.add(DmsFiles.unfit(where, "tables", message, next));
  }
}
