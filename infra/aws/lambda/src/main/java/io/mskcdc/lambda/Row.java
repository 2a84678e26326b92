package io.mskcdc.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The columns of a row or of a key. Each accessor returns null for a column that is NULL, and reads
 * the texts of docs/topics.md. It throws a {@link FunctionException} if the column is absent or has
 * another form; the message never contains the value.
 */
public final class Row {
  private static final String METADATA = "__";
  private static final Pattern TIME = Pattern.compile("(-)?(\\d+):(\\d\\d):(\\d\\d)(?:\\.(\\d+))?");

  private final ObjectNode json;

  Row(ObjectNode json) {
    this.json = json;
  }

  /** Returns the names of the columns, without the metadata fields. */
  public List<String> columns() {
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    names.removeIf(name -> name.startsWith(METADATA));
    return names;
  }

  /** Returns whether the record has the column, also if it is NULL. */
  public boolean has(String column) {
    return json.has(column);
  }

  /** Reads text: character columns, ENUM, SET, JSON. */
  public String text(String column) {
    return read(column, "text", value -> value.isTextual() ? value.textValue() : null);
  }

  /** Reads TINYINT to BIGINT and YEAR. */
  public Long integer(String column) {
    return read(column, "an integer", value -> value.canConvertToLong() ? value.asLong() : null);
  }

  /** Reads DECIMAL and BIGINT UNSIGNED, which are texts, and any number. */
  public BigDecimal decimal(String column) {
    return read(
        column,
        "a decimal",
        value -> value.isNumber() ? value.decimalValue() : new BigDecimal(textOf(value)));
  }

  /** Reads FLOAT and DOUBLE. */
  public Double floating(String column) {
    return read(column, "a number", value -> value.isNumber() ? value.doubleValue() : null);
  }

  /** Reads BIT(1), and BOOL, which is a number. */
  public Boolean bool(String column) {
    return read(
        column,
        "a boolean",
        value ->
            value.isBoolean()
                ? Boolean.valueOf(value.booleanValue())
                : value.isIntegralNumber() ? value.intValue() != 0 : null);
  }

  /** Reads DATE. */
  public LocalDate date(String column) {
    return read(column, "a date", value -> LocalDate.parse(textOf(value)));
  }

  /** Reads DATETIME, which has no zone. */
  public LocalDateTime dateTime(String column) {
    return read(column, "a date and time", value -> LocalDateTime.parse(textOf(value)));
  }

  /** Reads TIMESTAMP, which is in UTC. */
  public Instant timestamp(String column) {
    return read(column, "a timestamp", value -> Instant.parse(textOf(value)));
  }

  /** Reads TIME, from -838:59:59 to 838:59:59. */
  public Duration time(String column) {
    return read(column, "a time", value -> time(TIME.matcher(textOf(value))));
  }

  private static Duration time(Matcher parts) {
    if (!parts.matches()) {
      return null;
    }
    String fraction = parts.group(5) == null ? "" : parts.group(5);
    Duration time =
        Duration.ofHours(Long.parseLong(parts.group(2)))
            .plusMinutes(Long.parseLong(parts.group(3)))
            .plusSeconds(Long.parseLong(parts.group(4)))
            .plusNanos(Long.parseLong((fraction + "000000000").substring(0, 9)));
    return parts.group(1) == null ? time : time.negated();
  }

  /** Reads BINARY, VARBINARY, BLOB and BIT(n), which are base64. */
  public byte[] bytes(String column) {
    return read(column, "base64", value -> Base64.getDecoder().decode(textOf(value)));
  }

  /** Returns a copy of the record's JSON, with the metadata fields. */
  public ObjectNode toJson() {
    return json.deepCopy();
  }

  /** Returns the JSON for reading only. */
  ObjectNode json() {
    return json;
  }

  private static String textOf(JsonNode value) {
    return value.isTextual() ? value.textValue() : "";
  }

  /**
   * @param reading returns null, or throws, for a value of another form
   */
  private <T> T read(String column, String form, Function<JsonNode, T> reading) {
    JsonNode value = json.get(column);
    if (value == null) {
      throw new FunctionException(
          "lambda-column-absent",
          "the row has no column " + column,
          "check with has(): a column may be masked away, or newer than the record");
    }
    if (value.isNull()) {
      return null;
    }
    try {
      T read = reading.apply(value);
      if (read != null) {
        return read;
      }
    } catch (DateTimeException | IllegalArgumentException e) {
      // Without the cause: its message quotes the value, which may be personal.
    }
    throw new FunctionException(
        "lambda-column-form",
        "the column " + column + " is not " + form,
        "docs/topics.md lists the form of each type of MySQL");
  }
}
