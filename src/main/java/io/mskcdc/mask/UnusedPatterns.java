package io.mskcdc.mask;

import static io.mskcdc.problem.ErrorCode.MASK_MATCHES_NOTHING;

import io.mskcdc.catalog.MaskTransform;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.database.Column;
import io.mskcdc.problem.Problem;
import io.mskcdc.smt.mask.ColumnDecisions;
import io.mskcdc.text.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds patterns that match no column of a database. */
final class UnusedPatterns {
  private final List<Column> columns;
  private final Set<String> names;

  /**
   * A pattern in a list of a transform.
   *
   * @param option the list's option, without the transform's prefix
   */
  record Entry(String option, String pattern) {
    /** Returns whether it names one column, without wildcards. */
    boolean namesOneColumn() {
      return pattern.indexOf('*') < 0 && !pattern.startsWith("/");
    }
  }

  /**
   * @param columns all columns that the connector's user sees
   */
  UnusedPatterns(List<Column> columns) {
    this.columns = columns;
    names =
        columns.stream()
            .map(column -> lower(column.qualifiedTable() + "." + column.name()))
            .collect(Collectors.toSet());
  }

  /** Returns the patterns of a transform that match no column. */
  List<Entry> of(MaskTransform transform) {
    List<Entry> unused = new ArrayList<>();
    for (String option : lists(transform)) {
      for (String pattern : transform.patterns(option)) {
        if (!names.contains(lower(pattern)) && !matchesSome(pattern)) {
          unused.add(new Entry(option, pattern));
        }
      }
    }
    return unused;
  }

  private static List<String> lists(MaskTransform transform) {
    return Stream.concat(transform.maskedLists().stream(), Stream.of(MaskTransform.CLEAR)).toList();
  }

  private boolean matchesSome(String pattern) {
    ColumnDecisions decisions = ColumnDecisions.of(Map.of("redact.columns", pattern));
    return columns.stream().anyMatch(column -> matches(decisions, column));
  }

  private static boolean matches(ColumnDecisions decisions, Column column) {
    String database = column.database();
    String table = column.table();
    return decisions.decide(database, table, column.name()).kind() == ColumnDecisions.Kind.MASKED
        || TypeFamily.of(column.type()).hasFields()
            && !decisions.within(database, table, column.name()).isEmpty();
  }

  /** Returns the problem of a pattern that matches nothing, with the nearest name. */
  Problem problem(
      Entry entry, RenderedConnector connector, MaskTransform transform, BundlePaths paths) {
    String key = transform.prefix() + entry.option();
    return new Problem(
        MASK_MATCHES_NOTHING,
        paths.shown(connector.valueAt(key)),
        key,
        "no column that the connector's user sees matches '" + entry.pattern() + "'",
        Spelling.closest(entry.pattern(), names)
            .map(name -> "write " + name + ", or remove the pattern")
            .orElse("correct or remove the pattern, or grant SELECT on the table"));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
