package io.mskcdc.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * The changes that turn the live state into the wanted one.
 *
 * @param changes one for each connector that was compared, including unchanged connectors
 */
public record Plan(List<PlannedChange> changes) {

  public Plan {
    changes = List.copyOf(changes);
  }

  /** Returns this plan followed by more changes. */
  public Plan and(List<PlannedChange> more) {
    List<PlannedChange> all = new ArrayList<>(changes);
    all.addAll(more);
    return new Plan(all);
  }

  /** Returns the number of changes with this action. */
  public long count(Action action) {
    return changes.stream().filter(change -> change.action() == action).count();
  }

  /** Returns whether no connector changes. */
  public boolean isEmpty() {
    return count(Action.NONE) == changes.size();
  }
}
