package io.mskcdc.smt.unwrap;

import io.mskcdc.smt.connect.BoundedMap;
import io.mskcdc.smt.connect.FieldPositions;
import io.mskcdc.smt.connect.Interner;
import io.mskcdc.smt.event.Envelope;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * How the change events of one schema are unwrapped.
 *
 * <p>Each part is compiled when the first event needs it. A wrong option then fails the events that
 * it applies to, but not those that are dropped.
 */
public final class EnvelopePlan {

  /**
   * The options that decide how rows and headers look.
   *
   * @param marksDeletes whether rows get the field {@code __deleted}
   * @param routeByField the column with the row's topic, or null
   * @param canonical whether the values of columns become canonical
   * @param dropsCompatibly whether required fields are never dropped
   */
  public record Options(
      List<MetadataField> fields,
      List<MetadataField> headers,
      boolean marksDeletes,
      boolean replacesNull,
      String routeByField,
      boolean canonical,
      boolean dropsCompatibly,
      Interner interner) {}

  /** One of the two images of a row, before or after the change. */
  public final class Image {
    private final Field position;
    private final Schema schema;
    private final boolean before;
    // Both are null until the first row.
    private Field route;
    private RowPlan plan;
    private final Map<List<String>, RowPlan> withDrops = new BoundedMap<>(MAX_DROP_PLANS);

    private Image(Schema envelope, String name) {
      Field field = envelope.field(name);
      if (field == null || field.schema().type() != Schema.Type.STRUCT) {
        throw missing(name);
      }
      position = FieldPositions.read(field.index());
      schema = field.schema();
      before = name.equals(Envelope.BEFORE);
    }

    public Field position() {
      return position;
    }

    /** Reads the image from an envelope; null if the envelope has none. */
    public Struct of(Struct envelope) {
      return (Struct) envelope.get(position);
    }

    public RowPlan plan() {
      if (plan == null) {
        plan = compile(replacesNull(false), Set.of(), Set.of());
      }
      return plan;
    }

    public Schema schema() {
      return schema;
    }

    /** The topic that the row's own column names, or null. */
    public String topic(Struct image) {
      if (options.routeByField == null) {
        return null;
      }
      if (route == null) {
        route = routeOf(schema);
      }
      String topic = (String) image.get(route);
      return topic == null || topic.isBlank() ? null : topic;
    }

    /**
     * The plan for rows without the fields that a header lists.
     *
     * @param names an immutable list
     */
    public RowPlan without(List<String> names) {
      RowPlan dropping = withDrops.get(names);
      if (dropping == null) {
        dropping = compileWithout(names);
        withDrops.put(names, dropping);
      }
      return dropping;
    }

    private RowPlan compileWithout(List<String> names) {
      Set<String> dropped =
          plan().schema().fields().stream()
              .filter(field -> !options.dropsCompatibly || field.schema().isOptional())
              .map(Field::name)
              .filter(names::contains)
              .collect(Collectors.toSet());
      // Debezium adds metadata to a delete after it drops fields, so metadata is never dropped.
      Set<String> added =
          metadata().stream().map(MetadataField.Position::name).collect(Collectors.toSet());
      boolean drops =
          !options.dropsCompatibly || !(before ? added.containsAll(dropped) : dropped.isEmpty());
      return drops ? compile(replacesNull(true), dropped, before ? Set.of() : dropped) : plan();
    }

    private RowPlan compile(boolean defaults, Set<String> drops, Set<String> metadataDrops) {
      return RowPlan.compile(
          topic,
          schema,
          options.marksDeletes,
          metadata(),
          options.canonical,
          defaults,
          drops,
          metadataDrops,
          options.interner);
    }

    private boolean replacesNull(boolean drops) {
      return options.replacesNull && (options.marksDeletes || drops);
    }

    private Field routeOf(Schema row) {
      Field field = row.field(options.routeByField);
      if (field == null || field.schema().type() != Schema.Type.STRING) {
        throw new DataException(
            "Unwrapping a change event of topic %s: %s is %s, but %s has no string column of that"
                    .formatted(topic, UnwrapConfig.ROUTE_BY_FIELD, options.routeByField, row.name())
                + " name");
      }
      return !before && replacesNull(false) ? field : FieldPositions.read(field.index());
    }
  }

  // Rules of an earlier transform write the lists of fields to drop, so few lists differ.
  static final int MAX_DROP_PLANS = 1_000;

  private final String topic;
  private final String name;
  private final Options options;
  private final Schema envelope;
  private final Image after;
  // Null if an earlier transform removed the field from the events.
  private final Image before;
  // Both are null until the first event that is not dropped.
  private List<MetadataField.Position> metadata;
  private List<MetadataField.Position> headers;

  private EnvelopePlan(String topic, Schema envelope, Options options) {
    this.topic = topic;
    name = envelope.name();
    this.options = options;
    this.envelope = envelope;
    after = new Image(envelope, Envelope.AFTER);
    before = envelope.field(Envelope.BEFORE) == null ? null : new Image(envelope, Envelope.BEFORE);
  }

  private List<MetadataField.Position> locate(List<MetadataField> fields) {
    return fields.stream().map(field -> field.locate(topic, envelope, options.canonical)).toList();
  }

  /**
   * @param topic the topic of the record that needs the plan, for errors
   * @throws DataException if these envelopes have no after image
   */
  public static EnvelopePlan compile(String topic, Schema envelope, Options options) {
    return new EnvelopePlan(topic, envelope, options);
  }

  public Image after() {
    return after;
  }

  public boolean hasBefore() {
    return before != null;
  }

  /**
   * Returns the before image, which only deletes need.
   *
   * @throws DataException if these events do not have it
   */
  public Image before() {
    if (before == null) {
      throw missing(Envelope.BEFORE);
    }
    return before;
  }

  private DataException missing(String image) {
    return new DataException(
        "Unwrapping a change event of topic %s: %s has no struct %s".formatted(topic, name, image));
  }

  /**
   * Finds the fields of the envelope to add as headers.
   *
   * @throws DataException if these events do not have one of them
   */
  public List<MetadataField.Position> headers() {
    if (headers == null) {
      headers = locate(options.headers);
    }
    return headers;
  }

  private List<MetadataField.Position> metadata() {
    if (metadata == null) {
      metadata = locate(options.fields);
    }
    return metadata;
  }
}
