package io.mskcdc.mask;

import static io.mskcdc.problem.ErrorCode.MASK_MERGES_KEYS;
import static io.mskcdc.problem.ErrorCode.MASK_REPEATED;
import static io.mskcdc.problem.ErrorCode.MASK_UNDECIDED;

import io.mskcdc.catalog.CaptureFilter;
import io.mskcdc.catalog.MaskTransform;
import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.database.Column;
import io.mskcdc.mask.ColumnOutcome.Kind;
import io.mskcdc.mask.MaskChain.Verdict;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.DataException;

/** Compares the masks of a connector with the columns of its database. */
public final class MaskComparison {
  private final RenderedConnector connector;
  private final BundlePaths paths;
  private final List<Column> all;
  private final CaptureFilter captured;
  private final MaskChain chain;

  /**
   * @param source the connector's class
   * @param columns all columns that the connector's user sees
   * @param paths shortens the names of files in messages
   * @throws ProblemException if a transform would refuse its masking options
   */
  public MaskComparison(
      RenderedConnector connector,
      SourceConnector source,
      List<Column> columns,
      BundlePaths paths) {
    this.connector = connector;
    this.paths = paths;
    all = columns;
    captured = source.captured(connector.config());
    chain = MaskChain.of(connector, paths);
  }

  /** Returns what happens to each captured column, and nothing about rules without effect. */
  List<TableOutcome> outcomes() {
    return tables().stream().map(columns -> outcome(columns, new ArrayList<>())).toList();
  }

  /** Returns what happens to each captured column. */
  public MaskCheck check() {
    List<Problem> problems = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    List<TableOutcome> tables = new ArrayList<>();
    for (List<Column> columns : tables()) {
      TableOutcome table = outcome(columns, problems);
      tables.add(table);
      addUndecided(table, problems);
      addMergedKeys(table, problems);
      addClearPersonal(table, warnings);
    }
    problems.addAll(unusedPatterns(true));
    problems.addAll(unusedPatterns(false));
    return new MaskCheck(connector.name(), tables, problems, warnings);
  }

  /**
   * Returns the rules and clear patterns that match no column of the database.
   *
   * @param exact whether to return those that name one column, instead of those with wildcards
   */
  List<Problem> unusedPatterns(boolean exact) {
    UnusedPatterns unused = new UnusedPatterns(all);
    return chain.links().stream()
        .flatMap(
            link ->
                unused.of(link.transform()).stream()
                    .filter(entry -> entry.namesOneColumn() == exact)
                    .map(entry -> unused.problem(entry, connector, link.transform(), paths)))
        .toList();
  }

  /** Returns the captured columns of each table, sorted by table; keys are always captured. */
  List<List<Column>> tables() {
    return List.copyOf(captured.tables(all).values());
  }

  private TableOutcome outcome(List<Column> columns, List<Problem> problems) {
    Set<String> key = captured.keyOf(columns);
    List<ColumnOutcome> outcomes = new ArrayList<>();
    for (Column column : columns) {
      boolean inKey = key.contains(column.name());
      boolean inRow = captured.hasColumn(column);
      if (inKey || inRow) {
        Verdict verdict = verdict(column, problems);
        outcomes.add(
            new ColumnOutcome(
                column,
                inKey,
                inRow,
                verdict.kind(),
                verdict.treatment(),
                verdict.pattern(),
                chain.within(column),
                PersonalColumns.find(column)));
      }
    }
    return new TableOutcome(columns.get(0).qualifiedTable(), outcomes);
  }

  private Verdict verdict(Column column, List<Problem> problems) {
    try {
      return chain.verdict(column);
    } catch (DataException e) {
      problems.add(
          problem(
              MASK_REPEATED, MaskTransform.CLEAR, e.getMessage(), "leave the column in one list"));
      return new Verdict(Kind.UNDECIDED, MaskChain.FAIL, "");
    }
  }

  private void addUndecided(TableOutcome table, List<Problem> problems) {
    List<ColumnOutcome> undecided = table.of(Kind.UNDECIDED);
    if (!undecided.isEmpty()) {
      problems.add(
          problem(
              MASK_UNDECIDED,
              MaskTransform.CLEAR,
              table.name() + ": nobody decided about " + names(undecided) + "; " + effect(table),
              "name the columns in a rule or in clear.columns; mskcdc mask suggest "
                  + connector.name()
                  + " writes the lists"));
    }
  }

  private String effect(TableOutcome table) {
    String treatment = table.of(Kind.UNDECIDED).get(0).treatment();
    return switch (treatment) {
      case MaskTransform.PASS -> "their values leave in clear";
      case MaskChain.WITHHOLD -> "the table is withheld";
      case MaskChain.FAIL -> "the task stops";
      default -> "mask.unlisted=" + treatment + " applies";
    };
  }

  private void addMergedKeys(TableOutcome table, List<Problem> problems) {
    for (ColumnOutcome column : table.columns()) {
      if (column.inKey()
          && column.kind() == Kind.MASKED
          && !chain.isInjective(column.treatment())) {
        problems.add(
            problem(
                MASK_MERGES_KEYS,
                column.treatment() + ".columns",
                column.name()
                    + " is in the record's key, where "
                    + column.treatment()
                    + " could make one key of two; the task stops",
                "mask it with hmac, of 128 bits or more, or leave it in clear"));
      }
    }
  }

  private void addClearPersonal(TableOutcome table, List<String> warnings) {
    for (ColumnOutcome column : table.columns()) {
      if (column.isClearPersonal()) {
        warnings.add(
            column.name()
                + " leaves in clear and looks like personal data ("
                + column.personal().orElseThrow()
                + ")");
      }
    }
  }

  /** Returns a problem at an option of the first transform that has it, or else at transforms. */
  private Problem problem(ErrorCode code, String option, String message, String next) {
    String key =
        MaskTransform.of(connector.config()).stream()
            .filter(transform -> transform.options().containsKey(option))
            .map(transform -> transform.prefix() + option)
            .findFirst()
            .orElse("transforms");
    return new Problem(code, paths.shown(connector.valueAt(key)), key, message, next);
  }

  private static String names(List<ColumnOutcome> columns) {
    return columns.stream()
        .map(outcome -> outcome.column().name())
        .collect(Collectors.joining(", "));
  }
}
