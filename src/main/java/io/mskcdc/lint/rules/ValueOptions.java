package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.DECIMALS_ROUNDED;
import static io.mskcdc.problem.ErrorCode.NANOSECONDS_OVERFLOW;
import static io.mskcdc.problem.ErrorCode.NUMBERS_UNREADABLE;
import static io.mskcdc.problem.ErrorCode.TIME_UNIT_UNSET;
import static io.mskcdc.problem.ErrorCode.UNSIGNED_OVERFLOW;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.Rule;
import java.util.Optional;
import java.util.Set;

/** Options that decide how Debezium writes numbers and times. */
final class ValueOptions {
  private static final String DECIMALS = "decimal.handling.mode";
  private static final String UNSIGNED = "bigint.unsigned.handling.mode";
  private static final String TIMES = "time.precision.mode";
  private static final String PRECISE = "precise";

  private static final Rule UNREADABLE =
      Rule.error(
          NUMBERS_UNREADABLE,
          "`decimal.handling.mode` and `bigint.unsigned.handling.mode` with JSON without schemas",
          "With `precise`, Debezium writes the digits as bytes, and JSON contains them in base64, like `\"MDk=\"`. The scale is in the schema, which this JSON does not have: no consumer can read the number. `precise` is the default of decimals. Connectors with converters of their own, `values.canonical` or an outbox are not reported.",
          "Write `string`, or set `value.converter.decimal.format=NUMERIC`. A `BIGINT UNSIGNED` also needs the converter's option or `long`.",
          "Debezium, MySQL connector, decimal types; Kafka, JsonConverter");

  private static final String IN_BASE64 =
      "JSON without schemas has these numbers in base64 without their scale, and no consumer can"
          + " read them";

  static final OptionRule DECIMALS_UNREADABLE =
      new OptionRule(
          UNREADABLE,
          (connector, bundle) ->
              ConnectorKind.isRelational(connector) && writesBase64(connector, bundle),
          DECIMALS,
          PRECISE,
          Set.of(PRECISE),
          IN_BASE64,
          "write string, or set decimal.format=NUMERIC of the value converter");

  static final OptionRule UNSIGNED_UNREADABLE =
      new OptionRule(
          UNREADABLE,
          (connector, bundle) ->
              ConnectorKind.readsBinlog(connector) && writesBase64(connector, bundle),
          UNSIGNED,
          "long",
          Set.of(PRECISE),
          IN_BASE64,
          "set decimal.format=NUMERIC of the value converter, or write long if no value exceeds"
              + " 9223372036854775807");

  static final OptionRule ROUNDED =
      new OptionRule(
          Rule.warning(
              DECIMALS_ROUNDED,
              "`decimal.handling.mode=double` of Debezium for relational databases",
              "A double has about 16 digits and cannot hold each decimal. Sums of money are wrong by cents, and long amounts lose their last digits.",
              "Write `string`, or `precise` with a converter that writes the schema.",
              "Debezium, MySQL connector, decimal types"),
          (connector, bundle) -> ConnectorKind.isRelational(connector),
          DECIMALS,
          PRECISE,
          Set.of("double"),
          "a double cannot hold each decimal: amounts of money lose digits",
          "write string, or precise with a converter that writes the schema");

  static final OptionRule TIME_UNIT =
      new OptionRule(
          Rule.warning(
              TIME_UNIT_UNSET,
              "`time.precision.mode` of Debezium for relational databases with JSON without schemas",
              "By default the unit of a time depends on the column: days, milliseconds or microseconds, and nanoseconds on some databases. Only the schema contains the unit. This JSON has no schema, so consumers guess. Connectors with converters of their own, `values.canonical` or an outbox are not reported.",
              "Write the mode that the consumers expect: `connect` has milliseconds everywhere, `isostring` has texts. To keep the default, write it.",
              "Debezium, MySQL connector, temporal types"),
          (connector, bundle) ->
              ConnectorKind.isRelational(connector) && converter(connector, bundle).isPresent(),
          TIMES,
          OptionRule.NONE,
          Set.of(OptionRule.NONE),
          "the unit of a time depends on its column, and JSON without schemas does not contain it",
          "write the mode that the consumers expect, like connect or isostring; the default"
              + " may be written too");

  static final OptionRule OVERFLOW =
      new OptionRule(
          Rule.hint(
              UNSIGNED_OVERFLOW,
              "`bigint.unsigned.handling.mode` of Debezium for MySQL and MariaDB",
              "With `long`, the default, a `BIGINT UNSIGNED` above 9223372036854775807 becomes a negative number.",
              "If a captured table has such a column, write `precise`, with a converter that writes decimals readably. Otherwise write `long`, and accept the finding.",
              "Debezium, MySQL connector, `bigint.unsigned.handling.mode`"),
          (connector, bundle) ->
              ConnectorKind.readsBinlog(connector)
                  && ActiveTransform.canonical(connector).isEmpty(),
          UNSIGNED,
          "long",
          Set.of("long"),
          "a BIGINT UNSIGNED above 9223372036854775807 becomes a negative number",
          "if a captured table has such a column, write precise");

  static final OptionRule NANOSECONDS =
      new OptionRule(
          Rule.warning(
              NANOSECONDS_OVERFLOW,
              "`time.precision.mode=nanoseconds` of Debezium for relational databases",
              "A number of nanoseconds ends in the year 2262. A later date, like `9999-12-31`, fails the task.",
              "Write `microseconds` or `connect`.",
              "Debezium, MySQL connector, temporal types"),
          (connector, bundle) -> ConnectorKind.isRelational(connector),
          TIMES,
          OptionRule.NONE,
          Set.of("nanoseconds"),
          "a date after the year 2262, like 9999-12-31, fails the task",
          "write microseconds or connect");

  private ValueOptions() {}

  /** Returns whether its converter writes decimals in base64, without the scale. */
  private static boolean writesBase64(RenderedConnector connector, Bundle bundle) {
    return converter(connector, bundle)
        .map(json -> json.option("decimal.format").orElse("BASE64"))
        .filter("BASE64"::equalsIgnoreCase)
        .isPresent();
  }

  /**
   * Returns the converter of the values if it writes JSON without schemas; empty if something may
   * change the values' types before.
   */
  private static Optional<EffectiveConverter> converter(
      RenderedConnector connector, Bundle bundle) {
    return EffectiveConverter.of("value.converter", connector, bundle)
        .filter(EffectiveConverter::isSchemalessJson)
        .filter(json -> new OptionValue(connector, "converters").isAbsent())
        .filter(json -> !ActiveTransform.hasOutbox(connector))
        .filter(json -> ActiveTransform.canonical(connector).isEmpty());
  }
}
