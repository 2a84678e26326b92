package io.mskcdc.smt.unwrap;

import io.mskcdc.smt.connect.Interner;
import io.mskcdc.smt.connect.OptionsCheck;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.CaseInsensitiveValidString;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/** The options of Unwrap, which are those of Debezium's ExtractNewRecordState. */
public final class UnwrapConfig {

  static final String MODE = "delete.tombstone.handling.mode";
  static final String TRUNCATE = "truncate.handling.mode";
  static final String ADD_FIELDS = "add.fields";
  static final String ADD_FIELDS_PREFIX = "add.fields.prefix";
  static final String ADD_HEADERS = "add.headers";
  static final String ADD_HEADERS_PREFIX = "add.headers.prefix";
  public static final String ROUTE_BY_FIELD = "route.by.field";
  static final String DROP_HEADER = "drop.fields.header.name";
  static final String DROP_FROM_KEY = "drop.fields.from.key";
  static final String DROP_COMPATIBLE = "drop.fields.keep.schema.compatible";
  static final String REPLACE_NULL = "replace.null.with.default";

  private static final String DEFAULT_PREFIX = "__";
  private static final String PASS = "pass";

  public static final ConfigDef DEF =
      new ConfigDef()
          .define(
              MODE,
              Type.STRING,
              "tombstone",
              CaseInsensitiveValidString.in(
                  "drop", "tombstone", "rewrite", "rewrite-with-tombstone", "delete-to-tombstone"),
              Importance.MEDIUM,
              "How a delete and the tombstone after it are handled. drop: both are dropped."
                  + " tombstone: the delete becomes a tombstone; the tombstone after it is dropped."
                  + " delete-to-tombstone: the same as tombstone. rewrite: the delete becomes its"
                  + " before image with __deleted=true; the tombstone is dropped."
                  + " rewrite-with-tombstone: the same as rewrite, but the tombstone is kept. In"
                  + " both rewrite modes, all other rows get __deleted=false.")
          .define(
              TRUNCATE,
              Type.STRING,
              "drop",
              CaseInsensitiveValidString.in("drop", PASS),
              Importance.LOW,
              "How the event of a TRUNCATE statement is handled. drop: the event is dropped. pass:"
                  + " the envelope passes unchanged.")
          .define(
              ADD_FIELDS,
              Type.LIST,
              "",
              UnwrapConfig::requireEntrySyntax,
              Importance.MEDIUM,
              "Fields of the envelope to add to the row, each as field, struct.field,"
                  + " field:newName or struct.field:newName. A name without a struct is read from"
                  + " the envelope (op, ts_ms, ts_us, ts_ns), from transaction (id, total_order,"
                  + " data_collection_order) or otherwise from source.")
          .define(
              ADD_FIELDS_PREFIX,
              Type.STRING,
              DEFAULT_PREFIX,
              Importance.LOW,
              "The prefix of the names of added fields.")
          .define(
              ADD_HEADERS,
              Type.LIST,
              "",
              UnwrapConfig::requireEntrySyntax,
              Importance.MEDIUM,
              "Fields of the envelope to add as headers, in the syntax of add.fields. A tombstone"
                  + " gets only the header for op, with the value d.")
          .define(
              ADD_HEADERS_PREFIX,
              Type.STRING,
              DEFAULT_PREFIX,
              Importance.LOW,
              "The prefix of the names of added headers.")
          .define(
              ROUTE_BY_FIELD,
              Type.STRING,
              "",
              Importance.LOW,
              "A string column whose value becomes the row's topic; a null or blank value keeps the"
                  + " topic. For a delete, the column is read from the before image. The tombstone"
                  + " after a rewritten delete has no columns and keeps its topic; to route both to"
                  + " the same topic, use a rule of Route with ${field:name} instead.")
          .define(
              DROP_HEADER,
              Type.STRING,
              null,
              Importance.LOW,
              "The name of a header that lists the fields to drop from this row, as an array of"
                  + " strings.")
          .define(
              DROP_FROM_KEY,
              Type.BOOLEAN,
              false,
              Importance.LOW,
              "Whether the fields that the header lists are also dropped from the key.")
          .define(
              DROP_COMPATIBLE,
              Type.BOOLEAN,
              true,
              Importance.LOW,
              "Whether only optional fields are dropped, so that schemas stay compatible.")
          .define(
              REPLACE_NULL,
              Type.BOOLEAN,
              true,
              Importance.MEDIUM,
              "Whether null becomes the column's default value; applies in the rewrite modes and to"
                  + " rows from which fields are dropped. false keeps null.");

  private enum DeleteMode {
    DROP,
    TOMBSTONE,
    REWRITE,
    REWRITE_WITH_TOMBSTONE,
    DELETE_TO_TOMBSTONE
  }

  private final AbstractConfig config;
  private final DeleteMode mode;
  private final List<MetadataField> fields;
  private final List<MetadataField> headers;

  /**
   * @throws ConfigException if an option is wrong
   */
  public UnwrapConfig(Map<String, ?> props) {
    config = new AbstractConfig(DEF, OptionsCheck.given(DEF, props), false);
    mode =
        DeleteMode.valueOf(
            config.getString(MODE).trim().replace('-', '_').toUpperCase(Locale.ROOT));
    fields =
        MetadataField.parse(
            ADD_FIELDS, config.getString(ADD_FIELDS_PREFIX), config.getList(ADD_FIELDS));
    headers =
        MetadataField.parse(
            ADD_HEADERS, config.getString(ADD_HEADERS_PREFIX), config.getList(ADD_HEADERS));
  }

  private static void requireEntrySyntax(String option, Object value) {
    MetadataField.parse(option, "", ((List<?>) value).stream().map(String::valueOf).toList());
  }

  /**
   * The options that decide how rows and headers look.
   *
   * @param canonical whether the values of columns become canonical
   */
  public EnvelopePlan.Options rowOptions(boolean canonical) {
    String routeByField = config.getString(ROUTE_BY_FIELD);
    return new EnvelopePlan.Options(
        fields,
        headers,
        rewritesDeletes(),
        config.getBoolean(REPLACE_NULL),
        routeByField.isEmpty() ? null : routeByField,
        canonical,
        config.getBoolean(DROP_COMPATIBLE),
        new Interner());
  }

  public boolean dropsDeletes() {
    return mode == DeleteMode.DROP;
  }

  public boolean rewritesDeletes() {
    return mode == DeleteMode.REWRITE || mode == DeleteMode.REWRITE_WITH_TOMBSTONE;
  }

  public boolean dropsTombstones() {
    return mode != DeleteMode.REWRITE_WITH_TOMBSTONE;
  }

  public boolean passesTruncates() {
    return config.getString(TRUNCATE).equalsIgnoreCase(PASS);
  }

  /** The header that lists fields to drop, or null. */
  public String dropHeader() {
    String header = config.getString(DROP_HEADER);
    return header == null || header.isEmpty() ? null : header;
  }

  public boolean dropsFromKey() {
    return config.getBoolean(DROP_FROM_KEY);
  }

  /**
   * Maps the name of each added field to its source in the envelope, for example {@code __op} to
   * {@code op}.
   *
   * @throws ConfigException if one name has two sources
   */
  public Map<String, String> addedFields() {
    Map<String, String> added = added(fields);
    if (rewritesDeletes()) {
      added.put(RowPlan.DELETED, "deleted");
    }
    return added;
  }

  /** As {@link #addedFields}, for headers. */
  public Map<String, String> addedHeaders() {
    return added(headers);
  }

  private static Map<String, String> added(List<MetadataField> fields) {
    Map<String, String> added = new HashMap<>();
    for (MetadataField field : fields) {
      String source = field.struct() == null ? field.field() : field.struct() + "." + field.field();
      String other = added.put(field.newName(), source);
      if (other != null && !other.equals(source)) {
        throw new ConfigException(
            "%s and %s both become %s; give one of them another name"
                .formatted(other, source, field.newName()));
      }
    }
    return added;
  }
}
