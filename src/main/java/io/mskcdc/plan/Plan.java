package io.mskcdc.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * What is to be done so that the live state becomes the wanted one.
 *
 * @param changes one for each connector looked at, unchanged ones included
 */
public record Plan(List<Change> changes) {

  public Plan {
    changes = List.copyOf(changes);
  }

  /** Returns this plan with more changes behind its own. */
  public Plan and(List<Change> more) {
    List<Change> all = new ArrayList<>(changes);
    all.addAll(more);
    return new Plan(all);
  }

  /** Returns how many connectors the plan treats in this way. */
  public long count(Action action) {
    return changes.stream().filter(change -> change.action() == action).count();
  }

  /** Returns whether nothing is to be done. */
  public boolean isEmpty() {
    return count(Action.NONE) == changes.size();
  }
}
