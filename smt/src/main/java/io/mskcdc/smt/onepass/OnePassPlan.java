package io.mskcdc.smt.onepass;

import io.mskcdc.smt.connect.Interner;
import io.mskcdc.smt.event.SourceFields;
import io.mskcdc.smt.mask.TableMask;
import io.mskcdc.smt.mask.TableResolver;
import io.mskcdc.smt.unwrap.EnvelopePlan;
import io.mskcdc.smt.unwrap.MetadataField;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/**
 * How the change events of one table and schema are unwrapped, masked and routed in one pass.
 *
 * <p>The plan is itself the template of the table's rows. All other objects that an event needs are
 * shared by tables with the same columns. If thousands of tables take turns, each further object
 * per table is a cache miss, which takes as long as copying half of the columns.
 */
public final class OnePassPlan extends RowTemplate {

  /**
   * Positions in an envelope, shared by all schemas in which they are equal.
   *
   * @param source null if no mask depends on the event's source
   */
  record Layout(
      Field after, Field before, SourceFields source, List<MetadataField.Position> headers) {}

  private final Layout layout;
  // The table's names in the event's source.
  private final Object database;
  private final Object schema;
  private final Object table;
  private final RowTemplate deleted;
  private final SchemaPlans plans;

  /**
   * @param event an event of the table, or null if no mask depends on the event's source
   */
  OnePassPlan(SchemaPlans plans, TableMask mask, Struct event) {
    super(mask);
    this.plans = plans;
    layout = plans.layout();
    Struct source = event == null ? null : layout.source.in(event);
    database = event == null ? null : layout.source.database(source);
    schema = event == null ? null : layout.source.schema(source);
    table = event == null ? null : layout.source.table(source);
    deleted = new RowTemplate(mask);
  }

  /**
   * @param resolver finds the masks for events of the schema, or null if nothing is masked
   * @param event the first event of the schema
   */
  public static OnePassPlan compile(
      EnvelopePlan envelope,
      TableResolver resolver,
      Interner interner,
      String topic,
      Struct event) {
    Layout layout =
        new Layout(
            envelope.after().position(),
            envelope.before().position(),
            resolver == null ? null : resolver.source(),
            envelope.headers());
    return new SchemaPlans(envelope, resolver, interner.intern(layout)).plan(topic, event);
  }

  /**
   * Returns the plan for the table of this event. Events of one schema have several tables if
   * shards were merged.
   */
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
    return same ? this : plans.plan(topic, event);
  }

  public Struct after(Struct event) {
    return (Struct) event.get(layout.after);
  }

  public Struct before(Struct event) {
    return (Struct) event.get(layout.before);
  }

  /** The fields of the envelope to add as headers. */
  public List<MetadataField.Position> headers() {
    return layout.headers;
  }

  /** The template of the table's deletes. */
  public RowTemplate deleted() {
    return deleted;
  }

  public Struct writtenRow(Struct event, Struct image) {
    if (!hasRows()) {
      compile(plans.envelope().after().plan());
    }
    return row(event, image, "false");
  }

  public Struct deletedRow(Struct event, Struct image) {
    if (!deleted.hasRows()) {
      deleted.compile(plans.envelope().before().plan());
    }
    return deleted.row(event, image, "true");
  }
}
