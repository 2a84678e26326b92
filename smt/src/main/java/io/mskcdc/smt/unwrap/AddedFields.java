package io.mskcdc.smt.unwrap;

import io.mskcdc.smt.event.Envelope;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the fields of a row, and the headers, that an unwrapping transform added were copied from: a
 * path within the envelope, such as {@code before.email} or {@code source.query}.
 */
public final class AddedFields {

  /** Nothing was added: every field is a column. */
  public static final AddedFields NONE = new AddedFields(Map.of(), false, false);

  /** What Unwrap, or Debezium's own, adds under the names that it gives by default. */
  public static final AddedFields BY_DEFAULT_NAMES = new AddedFields(Map.of(), true, true);

  private static final String DEFAULT_PREFIX = "__";
  private static final List<String> STRUCTS =
      List.of(Envelope.BEFORE, Envelope.AFTER, Envelope.SOURCE, Envelope.TRANSACTION);
  // Fields of the envelope and of source that no table is likely to have behind two underscores.
  // Not id and name: a column of such a name is rather masked than taken for metadata.
  private static final Set<String> BARE =
      Set.of(
          "op",
          "ts_ms",
          "ts_us",
          "ts_ns",
          "total_order",
          "data_collection_order",
          "version",
          "connector",
          "snapshot",
          "db",
          "sequence",
          "schema",
          "table",
          "server_id",
          "gtid",
          "file",
          "pos",
          "row",
          "thread",
          "lsn",
          "txId",
          "xmin",
          "scn",
          "commit_scn",
          "commit_lsn",
          "change_lsn",
          "event_serial_no",
          "deleted");

  private final Map<String, String> sources;
  // Whether the default names tell copies, and whether they tell what is no column.
  private final boolean guessesCopies;
  private final boolean guessesMetadata;

  private AddedFields(Map<String, String> sources, boolean guessesCopies, boolean guessesMetadata) {
    this.sources = sources;
    this.guessesCopies = guessesCopies;
    this.guessesMetadata = guessesMetadata;
  }

  /**
   * @param sources for each added name the field it is a copy of, as {@code struct.field}, or just
   *     {@code field} for one of the envelope itself. What else has a default name of a copy is
   *     masked as one, because another transform may have added it; but it may be a column.
   */
  public static AddedFields of(Map<String, String> sources) {
    return new AddedFields(Map.copyOf(sources), true, false);
  }

  /** Where in the envelope a field came from, or null if that was not told. */
  private String toldSourceOf(String path) {
    String source = sources.get(path);
    // Maybe a field within a copy, whose name may hold dots as well.
    for (int dot = path.indexOf('.');
        source == null && dot >= 0;
        dot = path.indexOf('.', dot + 1)) {
      String whole = sources.get(path.substring(0, dot));
      source = whole == null ? null : whole + path.substring(dot);
    }
    return source;
  }

  private String sourceOf(String path) {
    String source = toldSourceOf(path);
    return source == null && guessesCopies && path.startsWith(DEFAULT_PREFIX)
        ? sourceOfDefault(path.substring(DEFAULT_PREFIX.length()))
        : source;
  }

  private static String sourceOfDefault(String name) {
    for (String struct : STRUCTS) {
      // An underscore before the one field that was asked for, a dot within a copy of the whole.
      if (name.startsWith(struct)
          && name.length() > struct.length()
          && (name.charAt(struct.length()) == '_' || name.charAt(struct.length()) == '.')) {
        return struct + "." + name.substring(struct.length() + 1);
      }
    }
    if (Envelope.STATEMENTS.contains(name)) {
      return Envelope.SOURCE + "." + name;
    }
    return BARE.contains(name) ? name : null;
  }

  /** Whether a field, or header, is no column of the row by its own name. */
  public boolean has(String path) {
    return (guessesMetadata ? sourceOf(path) : toldSourceOf(path)) != null;
  }

  /** The column, maybe a nested one, that a field is a copy of; null if of none. */
  public String columnOf(String path) {
    String source = sourceOf(path);
    if (source != null) {
      for (String image : List.of(Envelope.BEFORE, Envelope.AFTER)) {
        if (source.startsWith(image + ".")) {
          return source.substring(image.length() + 1);
        }
      }
    }
    return null;
  }

  /** Whether a field is a copy of the statement that changed the row. */
  public boolean isStatement(String path) {
    String source = sourceOf(path);
    return source != null
        && source.startsWith(Envelope.SOURCE + ".")
        && Envelope.STATEMENTS.contains(source.substring(Envelope.SOURCE.length() + 1));
  }
}
