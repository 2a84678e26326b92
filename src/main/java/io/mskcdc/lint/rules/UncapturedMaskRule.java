package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.MASK_NOT_CAPTURED;

import io.mskcdc.catalog.MaskTransform;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import io.mskcdc.lint.Severity;
import io.mskcdc.smt.event.Globs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds masks of tables that the include and exclude lists leave out. */
final class UncapturedMaskRule implements ConnectorRule {
  private static final String DEBEZIUM = "column.mask.";

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            MASK_NOT_CAPTURED,
            "columns in `column.mask.*`, in the lists of Mask and UnwrapMaskRoute, and in `clear.columns`, whose table the include and exclude lists leave out",
            "Such an entry matches nothing. If its table is misspelt, the column that it means leaves in clear. In `clear.columns` it is a hint, because nothing leaves in clear.",
            "Correct the name, or remove the entry.",
            "Debezium, MySQL connector, include and exclude lists"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    ConnectorOptions options = new ConnectorOptions(connector);
    return CapturedNames.of(options).map(captured -> check(options, captured)).orElse(List.of());
  }

  private static List<Finding> check(ConnectorOptions options, CapturedNames captured) {
    List<Finding> findings = new ArrayList<>();
    for (String key : options.config().keySet()) {
      if (key.startsWith(DEBEZIUM)) {
        Stream<LiteralName> columns =
            options.expressions(key).stream().flatMap(entry -> LiteralName.of(entry).stream());
        findings.addAll(findings(options, key, Severity.ERROR, leftOut(columns, captured)));
      }
    }
    for (MaskTransform transform : MaskTransform.of(options.config())) {
      for (String list : transform.maskedLists()) {
        findings.addAll(check(options, transform, list, Severity.ERROR, captured));
      }
      findings.addAll(check(options, transform, MaskTransform.CLEAR, Severity.HINT, captured));
    }
    return findings;
  }

  private static List<Finding> check(
      ConnectorOptions options,
      MaskTransform transform,
      String list,
      Severity severity,
      CapturedNames captured) {
    String key = transform.prefix() + list;
    Stream<LiteralName> columns =
        options.names(key).stream().flatMap(entry -> columnOf(entry).stream());
    return findings(
        options,
        key,
        severity,
        leftOut(columns, captured).filter(column -> !isWrittenForm(column, options, captured)));
  }

  /** Returns the column that a pattern of this project's masks names; empty if it has wildcards. */
  private static Optional<LiteralName> columnOf(String pattern) {
    return pattern.startsWith("/") || pattern.contains("*")
        ? Optional.empty()
        : Optional.of(new LiteralName(List.of(pattern.split("\\."))));
  }

  /**
   * Returns whether a name is one of a captured table as Debezium writes it into topics and
   * schemas, like {@code order_lines} for {@code order-lines}. Our masks match both.
   */
  private static boolean isWrittenForm(
      LiteralName column, ConnectorOptions options, CapturedNames captured) {
    return Stream.concat(
            options.expressions("table.include.list").stream(),
            options.expressions("database.include.list").stream()
                .map(database -> database + "." + column.parts().get(1)))
        .flatMap(entry -> LiteralName.of(entry).stream())
        .filter(table -> table.parts().size() == 2 && !captured.leavesOut(table))
        .anyMatch(
            table ->
                Globs.compile(table.parts().get(0)).matches(column.parts().get(0))
                    && Globs.compile(table.parts().get(1)).matches(column.parts().get(1)));
  }

  /** Returns one column of each table that the lists leave out. */
  private static Stream<LiteralName> leftOut(Stream<LiteralName> columns, CapturedNames captured) {
    Map<String, LiteralName> byTable = new LinkedHashMap<>();
    columns
        .filter(name -> name.parts().size() > 2)
        .forEach(name -> byTable.putIfAbsent(name.table(), name));
    return byTable.values().stream().filter(captured::leavesOut);
  }

  private static List<Finding> findings(
      ConnectorOptions options, String key, Severity severity, Stream<LiteralName> leftOut) {
    return leftOut
        .map(LiteralName::table)
        .map(
            table ->
                options.finding(
                    MASK_NOT_CAPTURED,
                    severity,
                    key,
                    "the include and exclude lists leave out the table "
                        + table
                        + ", and its columns here match nothing",
                    "correct the name, or remove its columns"))
        .toList();
  }
}
