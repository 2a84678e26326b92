package io.mskcdc.smt.onepass;

import io.mskcdc.smt.connect.BoundedMap;
import io.mskcdc.smt.mask.TableMask;
import io.mskcdc.smt.mask.TableResolver;
import io.mskcdc.smt.unwrap.EnvelopePlan;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;

/**
 * The plans of all tables that have one schema. There is more than one table if an earlier
 * transform merged shards; the event's source then names the table.
 */
final class SchemaPlans {

  private final EnvelopePlan envelope;
  // Null if nothing is masked.
  private final TableResolver resolver;
  private final OnePassPlan.Layout layout;
  private final Map<TableMask, OnePassPlan> byTable = new BoundedMap<>(BoundedMap.TABLES);

  SchemaPlans(EnvelopePlan envelope, TableResolver resolver, OnePassPlan.Layout layout) {
    this.envelope = envelope;
    this.resolver = resolver;
    this.layout = layout;
  }

  EnvelopePlan envelope() {
    return envelope;
  }

  OnePassPlan.Layout layout() {
    return layout;
  }

  /** Returns the plan for the table of this event. */
  OnePassPlan plan(String topic, Struct event) {
    TableMask table = resolver == null ? null : resolver.table(topic, event.schema(), event);
    OnePassPlan plan = byTable.get(table);
    if (plan == null) {
      plan = new OnePassPlan(this, table, layout.source() == null ? null : event);
      byTable.put(table, plan);
    }
    return plan;
  }
}
