package io.mskcdc.history;

import io.debezium.antlr.AntlrDdlParserListener;
import io.debezium.connector.mysql.antlr.MySqlAntlrDdlParser;
import io.debezium.ddl.parser.mysql.generated.MySqlParser.AlterListItemContext;
import io.debezium.ddl.parser.mysql.generated.MySqlParser.AlterTableContext;
import io.debezium.ddl.parser.mysql.generated.MySqlParser.CreateTableContext;
import io.debezium.ddl.parser.mysql.generated.MySqlParser.IdentifierContext;
import io.debezium.ddl.parser.mysql.generated.MySqlParserBaseListener;
import io.debezium.relational.TableId;
import io.debezium.relational.Tables;
import io.debezium.relational.history.SchemaHistoryException;
import io.debezium.text.ParsingException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Refuses DDL statements after which Debezium would assign the values of one column to another one,
 * so that masks would apply to the wrong columns:
 *
 * <ul>
 *   <li>An {@code ALTER TABLE} with clauses that depend on each other. In MySQL, all clauses name
 *       the columns before the statement, and {@code AFTER} those after it. Debezium applies one
 *       clause after the other.
 *   <li>A table that comes from a database of which the filter of DDL statements hides changes.
 *       Debezium may have old columns for it.
 * </ul>
 */
final class MisreadStatements {
  // Parsing is slow, and a snapshot records a statement for each table.
  private static final Pattern RELEVANT =
      Pattern.compile("\\b(?:ALTER|LIKE)\\b", Pattern.CASE_INSENSITIVE);

  private final Predicate<String> filtered;

  /**
   * @param filtered whether a statement is hidden from Debezium
   */
  MisreadStatements(Predicate<String> filtered) {
    this.filtered = filtered;
  }

  /**
   * Checks what a statement itself says.
   *
   * @throws SchemaHistoryException if Debezium would read rows of the table wrongly
   */
  void refuse(String ddl) {
    if (RELEVANT.matcher(ddl).find()) {
      new Parser(this).parse(ddl, new Tables());
    }
  }

  /**
   * Checks a table whose columns another table gets.
   *
   * @throws SchemaHistoryException if Debezium may not know the columns of {@code from}
   */
  void refuseSource(TableId from, TableId to) {
    String change = "ALTER TABLE `%s`.`%s` FORCE".formatted(from.catalog(), from.table());
    if (!from.catalog().equals(to.catalog()) && filtered.test(change)) {
      throw new SchemaHistoryException(
          ("Table %s gets its columns from %s, whose changes"
                  + " internal.schema.history.internal.ddl.filter hides, so Debezium may assign"
                  + " values to the wrong columns, masked ones included; next: read \"A statement"
                  + " that Debezium misreads\" in docs/runbook.md")
              .formatted(to, from));
    }
  }

  /** Debezium's parser, with a listener that reads clauses instead of columns. */
  private static final class Parser extends MySqlAntlrDdlParser {
    private final MisreadStatements statements;

    Parser(MisreadStatements statements) {
      this.statements = statements;
    }

    @Override
    protected AntlrDdlParserListener createParseTreeWalkerListener() {
      return new Clauses(statements, this);
    }
  }

  private static final class Clauses extends MySqlParserBaseListener
      implements AntlrDdlParserListener {
    private final MisreadStatements statements;
    private final MySqlAntlrDdlParser parser;
    private TableId table;
    // Names of columns in lower case: those that clauses so far made, and those of AFTER.
    private final Set<String> made = new HashSet<>();
    private final Set<String> neighbours = new HashSet<>();

    Clauses(MisreadStatements statements, MySqlAntlrDdlParser parser) {
      this.statements = statements;
      this.parser = parser;
    }

    @Override
    public void enterCreateTable(CreateTableContext create) {
      if (create.LIKE_SYMBOL() != null) {
        TableId from = parser.parseQualifiedTableId(create.tableRef());
        if (from.catalog() != null) {
          statements.refuseSource(from, parser.parseQualifiedTableId(create.tableName()));
        }
      }
    }

    @Override
    public void enterAlterTable(AlterTableContext alter) {
      table = parser.parseQualifiedTableId(alter.tableRef());
      made.clear();
      neighbours.clear();
    }

    @Override
    public void enterAlterListItem(AlterListItemContext clause) {
      String old =
          clause.columnInternalRef() == null ? null : name(clause.columnInternalRef().identifier());
      if (made.contains(old)) {
        refuse(old);
      }
      for (String column : columnsMadeBy(clause)) {
        if (neighbours.contains(column)) {
          refuse(column);
        }
        if (!column.equals(old)) {
          made.add(column);
        }
      }
      if (clause.place() != null && clause.place().identifier() != null) {
        neighbours.add(name(clause.place().identifier()));
      }
    }

    private List<String> columnsMadeBy(AlterListItemContext clause) {
      List<String> columns = new ArrayList<>();
      boolean renames = clause.RENAME_SYMBOL() != null && clause.columnInternalRef() != null;
      if (clause.identifier() != null && (clause.fieldDefinition() != null || renames)) {
        columns.add(name(clause.identifier()));
      }
      if (clause.tableElementList() != null) {
        clause.tableElementList().tableElement().stream()
            .map(element -> element.columnDefinition())
            .filter(column -> column != null)
            .map(column -> name(column.columnName().identifier()))
            .forEach(columns::add);
      }
      return columns;
    }

    private String name(IdentifierContext identifier) {
      return parser.parseName(identifier).toLowerCase(Locale.ROOT);
    }

    private void refuse(String column) {
      throw new SchemaHistoryException(
          ("One clause of an ALTER TABLE for %s makes the column %s and another one names it, and"
                  + " Debezium does not apply both as MySQL does: it would assign values to the"
                  + " wrong columns, masked ones included; next: read \"A statement that Debezium"
                  + " misreads\" in docs/runbook.md")
              .formatted(table, column));
    }

    @Override
    public Collection<ParsingException> getErrors() {
      return List.of();
    }
  }
}
