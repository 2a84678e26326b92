package io.mskcdc.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The changes that turn the live state into the wanted one.
 *
 * @param changes one for each connector that was compared, including unchanged connectors
 * @param unlisted the live connectors that the environment does not list and the plan leaves, by
 *     name
 */
public record Plan(List<PlannedChange> changes, SortedSet<String> unlisted) {

  public Plan {
    changes = List.copyOf(changes);
    unlisted = Collections.unmodifiableSortedSet(new TreeSet<>(unlisted));
  }

  /** A plan that nothing live was read for. */
  public Plan(List<PlannedChange> changes) {
    this(changes, Collections.emptySortedSet());
  }

  /** Returns this plan followed by more changes. */
  public Plan and(List<PlannedChange> more) {
    List<PlannedChange> all = new ArrayList<>(changes);
    all.addAll(more);
    SortedSet<String> left = new TreeSet<>(unlisted);
    more.forEach(change -> left.remove(change.name()));
    return new Plan(all, left);
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
