package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.FAILURES_SKIPPED;

import io.mskcdc.catalog.MaskTransform;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import io.mskcdc.lint.Severity;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds modes in which Debezium drops events that it cannot process. */
final class SkippedFailureRule implements ConnectorRule {
  private static final String PROCESSING = "event.processing.failure.handling.mode";
  private static final String FAIL = "fail";
  private static final String WARN = "warn";
  private static final Set<String> DROPS = Set.of(WARN, "skip", "ignore");

  /**
   * @param appliesTo the connectors that have the option
   * @param whenAbsent Debezium's default
   * @param isOfRows whether it drops rows that a mask may have seen
   * @param effect what goes wrong
   */
  private record Mode(
      String key,
      Predicate<RenderedConnector> appliesTo,
      String whenAbsent,
      boolean isOfRows,
      String effect,
      String next) {}

  private static final String LOSES_ROW =
      "Debezium drops an event that it cannot process, and the row is lost";

  private static final List<Mode> MODES =
      List.of(
          new Mode(PROCESSING, ConnectorKind::isDebezium, FAIL, true, LOSES_ROW, "write fail"),
          new Mode(
              "event.converting.failure.handling.mode",
              ConnectorKind::isRelational,
              WARN,
              true,
              "Debezium writes null for a value that it cannot convert, and the value is lost",
              "write fail"),
          new Mode(
              "inconsistent.schema.handling.mode",
              ConnectorKind::readsBinlog,
              FAIL,
              false,
              LOSES_ROW,
              "write fail"),
          new Mode(
              "event.deserialization.failure.handling.mode",
              ConnectorKind::readsBinlog,
              FAIL,
              false,
              LOSES_ROW,
              "remove it: " + PROCESSING + " replaces it, and its default is fail"));

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.warning(
            FAILURES_SKIPPED,
            "`event.processing.failure.handling.mode`, `event.converting.failure.handling.mode`, `inconsistent.schema.handling.mode` and `event.deserialization.failure.handling.mode` of Debezium connectors",
            "With `warn`, `skip` or `ignore`, Debezium drops an event that it cannot process and continues. The row is lost, and with `skip` and `ignore` no line of the log says so at the usual level. `event.converting.failure.handling.mode` loses a single value instead: the column becomes null. Its default is `warn`, which is a hint. Where columns are masked, `skip` and `ignore` of the first two options are errors.",
            "Write `fail`. The older `event.deserialization.failure.handling.mode` is `event.processing.failure.handling.mode` now.",
            "Debezium, MySQL connector, failure handling modes"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    return MODES.stream()
        .filter(mode -> mode.appliesTo.test(connector))
        .flatMap(mode -> check(connector, mode))
        .toList();
  }

  private static Stream<Finding> check(RenderedConnector connector, Mode mode) {
    OptionValue option = new OptionValue(connector, mode.key);
    return option.effective(mode.whenAbsent).filter(DROPS::contains).stream()
        .flatMap(
            value ->
                option.finding(
                    FAILURES_SKIPPED,
                    option.isAbsent() ? Severity.HINT : severity(connector, mode, value),
                    mode.effect + (value.equals(WARN) ? "" : " without a warning"),
                    mode.next));
  }

  private static Severity severity(RenderedConnector connector, Mode mode, String value) {
    return mode.isOfRows && !value.equals(WARN) && MaskTransform.masks(connector.config())
        ? Severity.ERROR
        : Severity.WARNING;
  }
}
