package io.mskcdc.plan;

import io.mskcdc.catalog.SecretKeys;
import io.mskcdc.config.WorkerSettings;
import io.mskcdc.text.Sha256;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A reviewed plan, to be applied later if nothing has changed by then. It contains a digest of each
 * side instead of the configuration values. The digest does not cover plaintext secrets.
 *
 * @param environment the environment it was made for
 * @param place the digest of where that environment deployed to
 * @param cluster the digest of the ID of its workers' Kafka cluster; empty where nothing showed it
 * @param connectors the change of each connector
 */
public record SavedPlan(String environment, String place, String cluster, List<Entry> connectors) {

  /**
   * One connector of a saved plan.
   *
   * @param wanted the digest of the wanted configuration and state; empty for a deletion
   * @param live the digest of the live configuration; empty for a creation
   * @param state the live state that was requested last; empty where there is no step
   * @param step the step between states; empty where there is none
   */
  public record Entry(
      String name, Action action, String wanted, String live, String state, String step) {}

  public SavedPlan {
    connectors = List.copyOf(connectors);
  }

  /**
   * Returns the form of a plan that is saved.
   *
   * @param place where the environment deploys to
   * @param cluster the ID of its workers' Kafka cluster; empty where nothing shows it
   */
  public static SavedPlan of(
      String environment, String place, Optional<String> cluster, Plan plan) {
    return new SavedPlan(
        environment,
        Sha256.of(place),
        cluster.map(Sha256::of).orElse(""),
        plan.changes().stream().map(SavedPlan::entry).toList());
  }

  /** Returns whether another plan is for the same place: a creation is alike in all of them. */
  public boolean isForPlaceOf(SavedPlan other) {
    return place.equals(other.place)
        && (cluster.isEmpty() || other.cluster.isEmpty() || cluster.equals(other.cluster));
  }

  private static Entry entry(PlannedChange planned) {
    return new Entry(
        planned.name(),
        planned.action(),
        planned.wanted().map(r -> digest(r.config(), r.settings(), r.state().text())).orElse(""),
        planned.live().map(l -> digest(l.config(), l.settings(), "")).orElse(""),
        planned.change().state().map(state -> state.requested().name()).orElse(""),
        planned.change().state().map(state -> state.step().name()).orElse(""));
  }

  private static String digest(
      Map<String, String> config, Optional<WorkerSettings> settings, String state) {
    StringBuilder text = new StringBuilder(state).append('\n');
    settings.ifPresent(own -> own.texts().forEach((key, value) -> append(text, key, value)));
    text.append('\n');
    new TreeMap<>(config).forEach((key, value) -> append(text, key, SecretKeys.shown(key, value)));
    return Sha256.of(text.toString());
  }

  private static void append(StringBuilder text, String key, String value) {
    text.append(key).append('\n').append(value.length()).append(' ').append(value).append('\n');
  }
}
