package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.plan.Danger;
import io.mskcdc.replication.ReplicationPlan;
import io.mskcdc.replication.ResourceChange;
import io.mskcdc.replication.ResourceDifference;
import io.mskcdc.report.Palette.Tone;
import java.util.List;
import java.util.Locale;

/**
 * The plan for the DMS tasks of an environment.
 *
 * @param environment the environment
 * @param plans one for each task
 */
public record ReplicationPlanReport(String environment, List<ReplicationPlan> plans)
    implements Report {

  public ReplicationPlanReport {
    plans = List.copyOf(plans);
  }

  /** Returns whether nothing is changed. */
  public boolean isEmpty() {
    return plans.stream().allMatch(ReplicationPlan::isEmpty);
  }

  @Override
  public String kind() {
    return "dms-plan";
  }

  @Override
  public String text(Palette palette) {
    StringBuilder out = new StringBuilder();
    for (ReplicationPlan plan : plans) {
      if (!plan.isEmpty()) {
        out.append(plan.declaration().name()).append(": ").append(plan.state().text()).append('\n');
        plan.changes().forEach(change -> append(out, change, palette));
        out.append("    then: ").append(plan.step().text()).append('\n');
        for (Danger danger : plan.dangers()) {
          out.append("    ")
              .append(palette.paint(Tone.REMOVED, "! " + danger.code().code()))
              .append(": ")
              .append(danger.key())
              .append(": ")
              .append(danger.cost())
              .append('\n');
        }
        out.append('\n');
      }
    }
    return isEmpty() ? "Nothing is different.\n" : out.toString();
  }

  private static void append(StringBuilder out, ResourceChange change, Palette palette) {
    if (change.isNone()) {
      return;
    }
    out.append("    ")
        .append(
            change.isCreation() ? palette.paint(Tone.ADDED, "+") : palette.paint(Tone.CHANGED, "~"))
        .append(' ')
        .append(change.resource().title())
        .append('\n');
    for (ResourceDifference difference : change.differences()) {
      out.append("        ").append(difference.member()).append(": ");
      if (difference.live().isEmpty()) {
        out.append(palette.paint(Tone.ADDED, "+ " + difference.declared()));
      } else if (difference.declared().isEmpty()) {
        out.append(palette.paint(Tone.REMOVED, "- " + difference.live()));
      } else {
        out.append(difference.live()).append(" -> ").append(difference.declared());
      }
      out.append('\n');
    }
  }

  @Override
  public void fill(ObjectNode document) {
    document.put("environment", environment);
    ArrayNode tasks = document.putArray("tasks");
    for (ReplicationPlan plan : plans) {
      ObjectNode task = tasks.addObject();
      task.put("name", plan.declaration().name());
      task.put("state", plan.state().status());
      task.put("step", plan.step().name().toLowerCase(Locale.ROOT));
      ArrayNode changes = task.putArray("changes");
      for (ResourceChange change : plan.changes()) {
        ObjectNode node = changes.addObject();
        node.put("resource", change.resource().title());
        node.put("action", change.isNone() ? "none" : change.isCreation() ? "create" : "update");
        ArrayNode differences = node.putArray("differences");
        for (ResourceDifference difference : change.differences()) {
          differences
              .addObject()
              .put("key", difference.member())
              .put("before", difference.live())
              .put("after", difference.declared());
        }
      }
      PlanReport.fillDangers(task, plan.dangers());
    }
  }
}
