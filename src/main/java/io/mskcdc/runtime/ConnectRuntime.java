package io.mskcdc.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.config.WantedState;
import io.mskcdc.config.WorkerSettings;
import io.mskcdc.problem.Problem;
import io.mskcdc.time.Polling;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The port to a service that runs connectors. A method returns when the runtime has accepted the
 * request; {@link #connector} shows the effect. The adapter retries transient failures; other
 * failures are {@link io.mskcdc.problem.ProblemException}s.
 */
public interface ConnectRuntime {

  /** Returns every connector, in one or two requests where the runtime offers them. */
  List<LiveConnector> connectors();

  /** Returns a connector, or empty where none has this name. */
  Optional<LiveConnector> connector(String name);

  /**
   * Returns a connector once no change of it is in progress, as far as the runtime shows that: what
   * it reports during a change is not what a write will replace.
   */
  default Optional<LiveConnector> settled(String name) {
    return connector(name);
  }

  /**
   * Returns why the runtime lacks a capability; empty where it has it.
   *
   * @param connector the connector that the problem names
   */
  Optional<Problem> refusal(Capability capability, String connector);

  /** Returns whether the runtime has a capability. */
  default boolean can(Capability capability) {
    return refusal(capability, "").isEmpty();
  }

  /** Returns how to poll for the end of a change. */
  Polling polling();

  /** Returns the operations on a connector's own workers; empty where connectors share workers. */
  Optional<DedicatedWorkers> dedicatedWorkers();

  /** Checks a configuration and writes nothing. Requires {@link Capability#VALIDATE}. */
  Validation validate(String name, Map<String, String> config);

  /**
   * Creates a connector in the given state.
   *
   * @param settings the settings of its own workers; empty where connectors share workers
   */
  void create(
      String name,
      Map<String, String> config,
      Optional<WorkerSettings> settings,
      WantedState state);

  /** Replaces the configuration of an existing connector; its state stays. */
  void update(String name, Map<String, String> config);

  /**
   * Resumes, pauses or stops an existing connector. {@link WantedState#STOPPED} requires {@link
   * Capability#STOP}.
   */
  void changeState(String name, WantedState state);

  /** Restarts a connector and its tasks, or only those that have failed. */
  void restart(String name, boolean onlyFailed);

  /** Returns the topics that a connector has written to, by name; empty where none are recorded. */
  Optional<List<String>> topics(String name);

  /** Returns the topics that the runtime created only for this connector and never deletes. */
  List<String> internalTopics(String name);

  /**
   * Returns a connector's offsets in the runtime's own format. Requires {@link Capability#OFFSETS}.
   */
  JsonNode offsets(String name);

  /** Returns how far a connector has come; empty where the runtime cannot tell. */
  default Optional<Progress> progress(LiveConnector live) {
    return can(Capability.OFFSETS)
        ? Optional.of(Progress.of(live.config(), offsets(live.name())))
        : Optional.empty();
  }

  /**
   * Returns what the masks of a connector left out; empty where the runtime has no access to its
   * workers.
   *
   * @param topicPrefix the prefix of the connector's topics
   * @param note receives a sentence for each worker that does not answer
   */
  default Optional<LeftOut> leftOut(String topicPrefix, Consumer<String> note) {
    return Optional.empty();
  }

  /**
   * Returns the configurations that a connector has made for its tasks, in the order of the tasks;
   * empty if the runtime does not show them, or without an answer.
   */
  default Optional<List<Map<String, String>>> taskConfigs(String name) {
    return Optional.empty();
  }

  /**
   * Returns why the status of a connector, as it was read last, may lack a failed task; empty if it
   * does not.
   */
  default Optional<String> unread(String name) {
    return Optional.empty();
  }

  /**
   * Returns what identifies the cluster that answers, so that a later answer of another one can be
   * told; empty if nothing shows it, or without an answer.
   */
  default Optional<String> cluster() {
    return Optional.empty();
  }

  /** Deletes a connector and returns when it is gone; its topics and offsets remain. */
  void delete(String name);
}
