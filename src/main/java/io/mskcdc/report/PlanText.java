package io.mskcdc.report;

import io.mskcdc.config.SecretKeys;
import io.mskcdc.plan.Action;
import io.mskcdc.plan.Change;
import io.mskcdc.plan.Difference;
import io.mskcdc.plan.Plan;

/** A plan as text. */
public final class PlanText {
  private PlanText() {}

  /** Returns the plan: each connector that changes with its differences, then the totals. */
  public static String of(Plan plan) {
    StringBuilder out = new StringBuilder();
    for (Change change : plan.changes()) {
      if (change.action() != Action.NONE) {
        change(out, change);
      }
    }
    return out.append(totals(plan)).append('\n').toString();
  }

  private static String totals(Plan plan) {
    return plan.isEmpty()
        ? "Nothing is different."
        : plan.count(Action.CREATE)
            + " to create, "
            + plan.count(Action.UPDATE)
            + " to update, "
            + plan.count(Action.DELETE)
            + " to delete";
  }

  private static void change(StringBuilder out, Change change) {
    out.append(change.action().sign()).append(' ').append(change.name()).append('\n');
    change
        .state()
        .ifPresent(
            state ->
                out.append("    ~ state: ")
                    .append(state.before())
                    .append(" -> ")
                    .append(state.after())
                    .append('\n'));
    for (Difference difference : change.differences()) {
      difference(out, difference);
    }
    out.append('\n');
  }

  private static void difference(StringBuilder out, Difference difference) {
    String key = difference.key();
    if (difference.before() == null) {
      out.append("    + ")
          .append(key)
          .append(" = ")
          .append(SecretKeys.shown(key, difference.after()));
    } else if (difference.after() == null) {
      out.append("    - ")
          .append(key)
          .append(" = ")
          .append(SecretKeys.shown(key, difference.before()));
    } else {
      out.append("    ~ ")
          .append(key)
          .append(" = ")
          .append(SecretKeys.shown(key, difference.before()))
          .append(" -> ")
          .append(SecretKeys.shown(key, difference.after()));
    }
    out.append('\n');
  }
}
