package io.mskcdc.smt.mask;

import io.mskcdc.smt.event.Globs;
import io.mskcdc.smt.event.TableName;
import io.mskcdc.smt.mask.ColumnDecisions.Kind;
import io.mskcdc.smt.mask.method.MaskMethod;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;

/**
 * The configured rules, by names only: how a column of a table is treated.
 *
 * @param helperTables whether rules for a table also apply to its helper tables
 */
record ColumnRules(List<Rule> rules, ClosedMode closed, boolean helperTables) {

  /** One method and the columns that it masks. */
  record Rule(MaskMethod method, List<ColumnPattern> patterns) {}

  /** Returns how a column is treated; its path may lead into a structured column. */
  Treatment treatmentOf(List<TableName> tables, String path) {
    Treatment masked = masked(tables, path, false);
    return masked == null ? unmasked(tables, path, false) : masked;
  }

  /**
   * Returns how a column is masked, or null if no masking rule names it.
   *
   * @param byNameOnly whether patterns with a wildcard in the column's name do not apply
   * @throws DataException if there are two methods
   */
  Treatment masked(List<TableName> tables, String path, boolean byNameOnly) {
    Treatment found = maskedByName(tables, path, byNameOnly);
    return found == null && helperTables
        ? maskedByName(withOriginals(tables), path, byNameOnly)
        : found;
  }

  private Treatment maskedByName(List<TableName> tables, String path, boolean byNameOnly) {
    Treatment found = null;
    for (Rule rule : rules) {
      for (ColumnPattern pattern : rule.patterns) {
        if ((!byNameOnly || pattern.namesOneColumn()) && matches(pattern, tables, path)) {
          if (found != null && found.method() != rule.method) {
            throw new DataException(
                "Masking table %s: column %s is in %s.columns and in %s.columns; leave it in one"
                    .formatted(
                        tables.get(0),
                        Globs.shown(path),
                        found.method().name(),
                        rule.method.name()));
          }
          found = found == null ? new Treatment(Kind.MASKED, rule.method, pattern) : found;
        }
      }
    }
    return found;
  }

  /**
   * Returns how a column is treated that no masking rule names. Only the table's own name can list
   * a column as clear, because tables with other names may share the rest.
   *
   * @param byNameOnly as {@link #masked}
   */
  Treatment unmasked(List<TableName> tables, String path, boolean byNameOnly) {
    for (ColumnPattern pattern : closed.clear()) {
      if ((!byNameOnly || pattern.namesOneColumn()) && matches(pattern, named(own(tables)), path)) {
        return new Treatment(Kind.CLEAR, null, pattern);
      }
    }
    return new Treatment(Kind.UNLISTED, closed.method(), null);
  }

  /**
   * Returns the method for a column that no rule names; null if it passes in clear.
   *
   * @param key whether the column is in the record's key, which must stay unique
   * @throws DataException if such a column stops the task
   */
  MaskMethod unlistedMethod(List<TableName> tables, String path, boolean key) {
    if (!closed.isOn()) {
      return null;
    }
    if (closed.method() == null) {
      throw unlisted(tables, path, "unlisted=fail");
    }
    if (!key || closed.method().isInjective()) {
      return closed.method();
    }
    if (closed.keyMethod() == null) {
      throw unlisted(tables, path, "it is in the record's key, which needs hmac and key.secret");
    }
    return closed.keyMethod();
  }

  private static DataException unlisted(List<TableName> tables, String path, String reason) {
    return new DataException(
        "Masking table %s: no rule names column %s, and %s; add it to clear.columns or to the columns"
                .formatted(tables.get(0), Globs.shown(path), reason)
            + " of a method");
  }

  /**
   * Returns the patterns that lead into a column: of masking rules and of clear columns.
   *
   * @param byNameOnly as {@link #masked}
   */
  List<JsonPath.Lead> leadsInto(List<TableName> tables, String path, boolean byNameOnly) {
    List<JsonPath.Lead> leads = new ArrayList<>();
    for (TableName table : named(tables)) {
      boolean original = !tables.contains(table);
      for (Rule rule : rules) {
        for (ColumnPattern pattern : rule.patterns) {
          if ((!byNameOnly || pattern.namesOneColumn()) && pattern.leadsInto(table, path)) {
            leads.add(new JsonPath.Lead(pattern, table, path, rule.method, original));
          }
        }
      }
    }
    for (TableName table : named(own(tables))) {
      boolean original = !tables.contains(table);
      for (ColumnPattern pattern : closed.clear()) {
        if (pattern.leadsInto(table, path)) {
          leads.add(new JsonPath.Lead(pattern, table, path, null, original));
        }
      }
    }
    return leads;
  }

  private static boolean matches(ColumnPattern pattern, List<TableName> tables, String path) {
    return tables.stream().anyMatch(table -> pattern.matches(table, path));
  }

  private static List<TableName> own(List<TableName> tables) {
    return tables.subList(0, 1);
  }

  /** The names by which rules apply to a table. */
  private List<TableName> named(List<TableName> tables) {
    return helperTables ? withOriginals(tables) : tables;
  }

  private static List<TableName> withOriginals(List<TableName> tables) {
    return tables.stream().flatMap(table -> table.withOriginals().stream()).toList();
  }

  /** Whether a column of this table may be masked, whichever columns it has. */
  boolean mayMask(List<TableName> tables) {
    return closed.isOn() || rules.stream().anyMatch(rule -> mayApply(rule.patterns, tables));
  }

  /** Whether a rule names a column of this table or may name one. */
  private boolean isListed(List<TableName> tables) {
    return mayApply(closed.clear(), own(tables))
        || rules.stream().anyMatch(rule -> mayApply(rule.patterns, own(tables)));
  }

  private boolean mayApply(List<ColumnPattern> patterns, List<TableName> tables) {
    return patterns.stream()
        .anyMatch(pattern -> named(tables).stream().anyMatch(pattern::mayApply));
  }

  /**
   * Whether no rule names a column of this table, so that the whole table is withheld or stops the
   * task.
   */
  boolean isUnlistedTable(List<TableName> tables) {
    return closed.isOn()
        && !closed.unlistedTables().equals(ClosedMode.COLUMNS)
        && !isListed(tables);
  }

  /**
   * @throws DataException if a masking rule names a column of this table that the schema does not
   *     have
   */
  void requireColumns(List<TableName> tables, Schema row) {
    for (Rule rule : rules) {
      for (ColumnPattern pattern : rule.patterns) {
        if (pattern.requires(tables.get(0)) && !hasColumn(tables, row, "", pattern)) {
          throw new DataException(
              "Masking table %s: it has no column that %s.columns names %s"
                  .formatted(tables.get(0), rule.method.name(), pattern));
        }
      }
    }
  }

  private static boolean hasColumn(
      List<TableName> tables, Schema schema, String parent, ColumnPattern pattern) {
    return switch (schema.type()) {
      case ARRAY, MAP -> hasColumn(tables, schema.valueSchema(), parent, pattern);
      case STRUCT -> {
        boolean has = false;
        for (Field field : schema.fields()) {
          String path = parent + Globs.part(field.name());
          has =
              has
                  || matches(pattern, tables, path)
                  || hasColumn(tables, field.schema(), path + ".", pattern);
        }
        yield has;
      }
      // MaskRules refuses a column without fields by its name.
      default ->
          !parent.isEmpty()
              && tables.stream()
                  .anyMatch(
                      table -> pattern.leadsInto(table, parent.substring(0, parent.length() - 1)));
    };
  }
}
