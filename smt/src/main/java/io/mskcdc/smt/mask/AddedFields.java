package io.mskcdc.smt.mask;

import io.mskcdc.smt.event.Envelope;
import io.mskcdc.smt.event.Globs;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the source of the fields and headers that an unwrapping transform added: a field of the
 * envelope, such as {@code before.email} or {@code source.query}.
 */
final class AddedFields {

  /** Nothing was added: every field is a column. */
  static final AddedFields NONE = new AddedFields(Map.of(), false, false);

  /** Guesses by the default names of Unwrap and of Debezium's ExtractNewRecordState. */
  static final AddedFields BY_DEFAULT_NAMES = new AddedFields(Map.of(), true, true);

  private static final String DEFAULT_PREFIX = "__";
  private static final List<String> STRUCTS =
      List.of(Envelope.BEFORE, Envelope.AFTER, Envelope.SOURCE, Envelope.TRANSACTION);
  // Fields of the envelope and of source. A column is unlikely to have one of these names after two
  // underscores. id and name are left out: treating such a column as metadata would not mask it.
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
  // Whether fields with default names count as copies of columns, and whether as metadata.
  private final boolean guessesCopies;
  private final boolean guessesMetadata;

  private AddedFields(Map<String, String> sources, boolean guessesCopies, boolean guessesMetadata) {
    this.sources = sources;
    this.guessesCopies = guessesCopies;
    this.guessesMetadata = guessesMetadata;
  }

  /**
   * @param sources maps each added name to the field that it is a copy of, as {@code struct.field}
   *     or as {@code field} of the envelope itself. Other fields with the default name of a copy
   *     are also masked as copies, because another transform may have added them; but they may be
   *     columns, so wildcards apply to them.
   */
  static AddedFields of(Map<String, String> sources) {
    return new AddedFields(Map.copyOf(sources), true, false);
  }

  /**
   * The field of the envelope that a field is a copy of, or null if it is not configured as one.
   */
  private String configuredSourceOf(String path) {
    String source = sources.get(Globs.shown(path));
    // The path may lead into a copy, and the name of the copy may contain dots.
    for (int dot = path.indexOf('.');
        source == null && dot >= 0;
        dot = path.indexOf('.', dot + 1)) {
      String whole = sources.get(Globs.shown(path.substring(0, dot)));
      source = whole == null ? null : whole + path.substring(dot);
    }
    return source;
  }

  private String sourceOf(String path) {
    String source = configuredSourceOf(path);
    return source == null && guessesCopies && path.startsWith(DEFAULT_PREFIX)
        ? sourceOfDefault(path.substring(DEFAULT_PREFIX.length()))
        : source;
  }

  private static String sourceOfDefault(String name) {
    for (String struct : STRUCTS) {
      // An underscore follows the struct in the copy of a single field, a dot within the copy of a
      // whole struct.
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

  /** Whether a field or header was added, so that it is not a column of its own name. */
  boolean has(String path) {
    return (guessesMetadata ? sourceOf(path) : configuredSourceOf(path)) != null;
  }

  /** The column, which may be nested, that a field is a copy of, or null. */
  String columnOf(String path) {
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

  /** Whether a field is a copy of the SQL statement that changed the row. */
  boolean isStatement(String path) {
    String source = sourceOf(path);
    return source != null
        && source.startsWith(Envelope.SOURCE + ".")
        && Envelope.STATEMENTS.contains(source.substring(Envelope.SOURCE.length() + 1));
  }
}
