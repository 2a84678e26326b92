package io.mskcdc.plan;

import io.mskcdc.config.WantedState;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The difference between a wanted and a live connector.
 *
 * @param name the connector
 * @param action the kind of change
 * @param differences the keys that differ, by name; empty for a deletion
 * @param settings the worker settings that differ, by name
 * @param state the change of state, if there is one; never for a creation or a deletion
 * @param dangers the data or protection that the change loses
 */
public record Change(
    String name,
    Action action,
    List<Difference> differences,
    List<Difference> settings,
    Optional<StateChange> state,
    List<Danger> dangers) {

  public Change {
    differences = List.copyOf(differences);
    settings = List.copyOf(settings);
    dangers = List.copyOf(dangers);
  }

  /** The deletion of a connector. */
  public static Change deletion(String name) {
    return new Change(name, Action.DELETE, List.of(), List.of(), Optional.empty(), List.of());
  }

  /** Returns whether anything but the connector's state is written. */
  public boolean isWritten() {
    return !differences.isEmpty() || !settings.isEmpty() || action == Action.REPLACE;
  }

  /**
   * Returns the change with secrets hidden.
   *
   * @param declared the keys that the runtime declares as secrets
   */
  public Change hiding(Set<String> declared) {
    return new Change(
        name,
        action,
        differences.stream().map(difference -> difference.hiding(declared)).toList(),
        settings,
        state,
        dangers.stream().map(Danger::hiding).toList());
  }

  /**
   * Returns whether this change does only what an earlier one of the same connector was to do,
   * dangers aside. It may do less, where an interrupted change has done a part meanwhile. It may
   * restart what has failed since, but must not undo a pause, stop or resume that somebody has
   * requested since.
   *
   * @param planned the earlier change
   */
  public boolean hasSameEffectAs(Change planned) {
    return action == planned.action
        && planned.differences.containsAll(differences)
        && planned.settings.containsAll(settings)
        && state.filter(now -> now.requested() != requestedBefore(planned, now)).isEmpty();
  }

  /** A connector whose state was not to change was in the wanted state. */
  private static WantedState requestedBefore(Change planned, StateChange now) {
    return planned.state.map(StateChange::requested).orElse(now.after());
  }
}
