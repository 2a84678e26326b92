package io.mskcdc.plan;

import java.util.List;
import java.util.Optional;

/**
 * What is to be done with one connector.
 *
 * @param name the connector
 * @param action what is done
 * @param differences the keys that differ, by name; empty for a deletion
 * @param state the change of state, if there is one; never for a creation or a deletion
 * @param dangers what the change loses
 */
public record Change(
    String name,
    Action action,
    List<Difference> differences,
    Optional<StateChange> state,
    List<Danger> dangers) {

  public Change {
    differences = List.copyOf(differences);
    dangers = List.copyOf(dangers);
  }

  /** Returns whether this does the same as another change, whatever is said about it. */
  public boolean doesTheSameAs(Change other) {
    return action == other.action && differences.equals(other.differences);
  }
}
