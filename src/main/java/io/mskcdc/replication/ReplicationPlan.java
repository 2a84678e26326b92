package io.mskcdc.replication;

import io.mskcdc.plan.Danger;
import java.util.List;

/**
 * The changes that make a replication as declared.
 *
 * @param declaration what is declared
 * @param changes one entry for each resource, in the order in which they are changed
 * @param state its state before
 * @param step what is done to it
 * @param dangers what the changes would lose
 */
public record ReplicationPlan(
    Declaration declaration,
    List<ResourceChange> changes,
    ReplicationState state,
    Step step,
    List<Danger> dangers) {

  public ReplicationPlan {
    changes = List.copyOf(changes);
    dangers = List.copyOf(dangers);
  }

  /** Returns whether nothing is changed. */
  public boolean isEmpty() {
    return step == Step.NONE && changes.stream().allMatch(ResourceChange::isNone);
  }
}
