package io.mskcdc.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table of values in docs/topics.md: what went into MySQL, and what a consumer reads. {@link
 * TopicValueTests} compares it with the records of a running connector.
 *
 * <p>The table is a text with sections, types and values:
 *
 * <pre>
 * # Dates and times
 * YEAR -> int32 io.debezium.time.Year
 *   0 -> 2000 | binlog 0 | lost in snapshot: 4
 * </pre>
 *
 * The schema of a type and the JSON of a value are those of the snapshot. They are repeated for the
 * binlog and for a table that was created while streaming where they differ from the one before.
 * The number is the reason in docs/topics.md.
 *
 * @param columns the columns in the order of the text
 */
record TopicValues(List<Column> columns) {
  static final Path FILE = Path.of("test/resources/topics-doc/values.txt");

  /** Where a row comes from. */
  enum Place {
    SNAPSHOT("in a snapshot"),
    BINLOG("from the binlog"),
    /** From the binlog, of a table whose columns Debezium has from its CREATE TABLE statement. */
    LATER("in a table created while streaming");

    private final String text;

    Place(String text) {
      this.text = text;
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A column with one value.
   *
   * @param type in SQL
   * @param value in SQL
   * @param schema the type and the name of the field's schema, by place
   * @param json what a consumer reads, by place
   * @param lost the places where the value in MySQL cannot be restored from the JSON
   * @param reason the number of the reason; empty if nothing is lost
   */
  record Column(
      String section,
      String type,
      String value,
      Map<Place, String> schema,
      Map<Place, String> json,
      Set<Place> lost,
      String reason) {}

  static TopicValues read() {
    try {
      return parse(Files.readString(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static TopicValues parse(String text) {
    List<Column> columns = new ArrayList<>();
    String section = "";
    String type = "";
    Map<Place, String> schema = Map.of();
    for (String line : text.lines().toList()) {
      int arrow = line.indexOf(" -> ");
      if (line.startsWith("# ")) {
        section = line.substring(2);
      } else if (line.startsWith("  ")) {
        String[] cells = line.substring(arrow + " -> ".length()).split(" \\| ");
        Set<Place> lost = EnumSet.noneOf(Place.class);
        String reason = "";
        for (String cell : cells) {
          if (cell.startsWith("lost in ")) {
            reason = cell.substring(cell.indexOf(": ") + 2);
            Stream.of(cell.substring("lost in ".length(), cell.indexOf(": ")).split(", "))
                .map(place -> Place.valueOf(place.toUpperCase(Locale.ROOT)))
                .forEach(lost::add);
          }
        }
        columns.add(
            new Column(
                section, type, line.substring(2, arrow), schema, byPlace(cells), lost, reason));
      } else if (!line.isEmpty()) {
        type = line.substring(0, arrow);
        schema = byPlace(line.substring(arrow + " -> ".length()).split(" \\| "));
      }
    }
    return new TopicValues(List.copyOf(columns));
  }

  private static Map<Place, String> byPlace(String[] cells) {
    Map<Place, String> texts = new EnumMap<>(Place.class);
    String text = cells[0];
    for (Place place : Place.values()) {
      for (String cell : cells) {
        if (cell.startsWith(place.label() + " ")) {
          text = cell.substring(place.label().length() + 1);
        }
      }
      texts.put(place, text);
    }
    return texts;
  }

  private static String cells(Map<Place, String> texts) {
    StringBuilder cells = new StringBuilder(texts.get(Place.SNAPSHOT));
    String before = cells.toString();
    for (Place place : List.of(Place.BINLOG, Place.LATER)) {
      if (!texts.get(place).equals(before)) {
        before = texts.get(place);
        cells.append(" | ").append(place.label()).append(' ').append(before);
      }
    }
    return cells.toString();
  }

  /** Returns the text that {@link #parse} reads. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    String section = "";
    String type = "";
    for (Column column : columns) {
      if (!column.section.equals(section)) {
        text.append(section.isEmpty() ? "" : "\n").append("# ").append(column.section).append('\n');
        section = column.section;
        type = "";
      }
      if (!column.type.equals(type)) {
        text.append(column.type).append(" -> ").append(cells(column.schema)).append('\n');
        type = column.type;
      }
      text.append("  ").append(column.value).append(" -> ").append(cells(column.json));
      if (!column.lost.isEmpty()) {
        text.append(
            column.lost.stream()
                .map(Place::label)
                .collect(Collectors.joining(", ", " | lost in ", ": " + column.reason)));
      }
      text.append('\n');
    }
    return text.toString();
  }

  Set<String> sections() {
    return columns.stream()
        .map(Column::section)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  List<Column> columns(String section) {
    return columns.stream().filter(column -> column.section.equals(section)).toList();
  }

  /** Returns the numbers of the reasons why values are lost, in their order. */
  Set<String> reasons() {
    return columns.stream()
        .map(Column::reason)
        .filter(reason -> !reason.isEmpty())
        .collect(
            Collectors.toCollection(() -> new TreeSet<>(Comparator.comparing(Integer::valueOf))));
  }

  /** Returns the columns of a section as a table in Markdown. */
  String markdown(String section) {
    return columns(section).stream()
        .map(
            column ->
                "| %s | %s | %s | %s | %s |\n"
                    .formatted(
                        code(shortened(column.type)),
                        inPlaces(column.schema),
                        code(shortened(column.value)),
                        inPlaces(column.json),
                        lossless(column)))
        .collect(
            Collectors.joining(
                "",
                "| MySQL type | with schemas | value | in JSON | lossless |\n|---|---|---|---|---|\n",
                ""));
  }

  private static String inPlaces(Map<Place, String> texts) {
    String snapshot = code(shortened(texts.get(Place.SNAPSHOT)));
    String binlog = code(shortened(texts.get(Place.BINLOG)));
    String later = code(shortened(texts.get(Place.LATER)));
    if (snapshot.equals(binlog)) {
      return snapshot.equals(later) ? snapshot : snapshot + ", " + later + " " + Place.LATER.text;
    }
    return "%s %s, %s %s%s"
        .formatted(
            snapshot,
            Place.SNAPSHOT.text,
            binlog,
            Place.BINLOG.text,
            binlog.equals(later) ? "" : ", " + later + " " + Place.LATER.text);
  }

  private static String lossless(Column column) {
    if (column.lost.isEmpty()) {
      return "yes";
    }
    if (column.lost.size() == Place.values().length) {
      return "no: " + column.reason;
    }
    if (column.lost.equals(EnumSet.of(Place.BINLOG, Place.LATER))) {
      return "not from the binlog: " + column.reason;
    }
    return column.lost.stream()
        .map(place -> place.text)
        .collect(Collectors.joining(" and ", "not ", ": " + column.reason));
  }

  private static String shortened(String text) {
    return text.length() <= 80
        ? text
        : text.substring(0, 60) + "…" + text.substring(text.length() - 15);
  }

  private static String code(String text) {
    return text.contains("`") ? "`` " + text + " ``" : "`" + text + "`";
  }
}
