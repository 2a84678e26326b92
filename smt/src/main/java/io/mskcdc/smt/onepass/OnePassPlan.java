package io.mskcdc.smt.onepass;

import io.mskcdc.smt.connect.BoundedMap;
import io.mskcdc.smt.connect.Interner;
import io.mskcdc.smt.event.SourceFields;
import io.mskcdc.smt.mask.TableMask;
import io.mskcdc.smt.mask.TableResolver;
import io.mskcdc.smt.unwrap.EnvelopePlan;
import io.mskcdc.smt.unwrap.MetadataField;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/**
 * How the change events of one table, in one schema, are unwrapped, masked and routed in one pass.
 *
 * <p>The plan is itself the outcome of the table's rows. What else an event needs lies beside that,
 * or in objects that all tables of one shape share: with thousands of tables in turn, each object
 * more is a line of memory to wait for, which may take as long as half of the columns do.
 */
public final class OnePassPlan extends RowTemplate {

  /** Where things are in an envelope; the source is null if no mask depends on it. */
  private record Layout(
      Field after, Field before, SourceFields source, List<MetadataField.Position> headers) {}

  /**
   * What the tables of one schema have in common: merged shards, which their source tells apart.
   */
  private record Family(
      EnvelopePlan envelope, TableResolver mask, Layout layout, Map<TableMask, OnePassPlan> plans) {

    OnePassPlan plan(String topic, Struct event) {
      TableMask masks = mask == null ? null : mask.table(topic, event.schema(), event);
      OnePassPlan known = plans.get(masks);
      if (known == null) {
        known = new OnePassPlan(this, masks, layout.source == null ? null : event);
        plans.put(masks, known);
      }
      return known;
    }
  }

  private final Layout layout;
  // What the source calls the table.
  private final Object database;
  private final Object schema;
  private final Object table;
  private final RowTemplate deleted;
  private final Family family;

  private OnePassPlan(Family family, TableMask masks, Struct event) {
    super(masks);
    this.family = family;
    layout = family.layout;
    Struct source = event == null ? null : layout.source.in(event);
    database = event == null ? null : layout.source.database(source);
    schema = event == null ? null : layout.source.schema(source);
    table = event == null ? null : layout.source.table(source);
    deleted = new RowTemplate(masks);
  }

  /**
   * @param mask how events of the schema are masked, or null if nothing is
   * @param event the first event of the schema
   */
  public static OnePassPlan compile(
      EnvelopePlan envelope, TableResolver mask, Interner shapes, String topic, Struct event) {
    Layout layout =
        new Layout(
            envelope.after().position(),
            envelope.before().position(),
            mask == null ? null : mask.source(),
            envelope.headers());
    return new Family(envelope, mask, shapes.shared(layout), new BoundedMap<>(BoundedMap.TABLES))
        .plan(topic, event);
  }

  /** The plan for an event's own table, which is another one where shards were merged. */
  public OnePassPlan of(String topic, Struct event) {
    SourceFields names = layout.source;
    if (names == null) {
      return this;
    }
    Struct source = names.in(event);
    boolean same =
        Objects.equals(names.table(source), table)
            && Objects.equals(names.database(source), database)
            && Objects.equals(names.schema(source), schema);
    return same ? this : family.plan(topic, event);
  }

  public Struct after(Struct event) {
    return (Struct) event.get(layout.after);
  }

  public Struct before(Struct event) {
    return (Struct) event.get(layout.before);
  }

  /** Fields of the envelope to add as headers. */
  public List<MetadataField.Position> headers() {
    return layout.headers;
  }

  /** What becomes of rows that were deleted. */
  public RowTemplate deleted() {
    return deleted;
  }

  public Struct writtenRow(Struct event, Struct image) {
    if (!hasRows()) {
      compile(family.envelope.after().plan());
    }
    return row(event, image, "false");
  }

  public Struct deletedRow(Struct event, Struct image) {
    if (!deleted.hasRows()) {
      deleted.compile(family.envelope.before().plan());
    }
    return deleted.row(event, image, "true");
  }
}
