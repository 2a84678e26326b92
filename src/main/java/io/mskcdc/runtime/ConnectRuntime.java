package io.mskcdc.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.config.WantedState;
import io.mskcdc.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The port to whatever runs connectors. Each method returns when the runtime has taken the request;
 * what follows from it is seen through {@link #connector}. A transient failure is retried inside
 * the adapter; what remains is an {@link io.mskcdc.problem.ProblemException}.
 */
public interface ConnectRuntime {

  /** Returns every connector, in one request where the runtime has one. */
  List<LiveConnector> connectors();

  /** Returns a connector, or empty where there is none of this name. */
  Optional<LiveConnector> connector(String name);

  /** Returns whether this runtime can do something; a request for it is refused where it cannot. */
  boolean can(Capability ability);

  /** Returns how fast it changes connectors. */
  Polling pace();

  /**
   * Returns what a connector with these settings needs and is not there, like its plugin.
   *
   * @param settings what it is to have, under the names in {@link Setting}
   */
  List<Problem> missing(String name, Map<String, String> settings);

  /** Asks the runtime to check a configuration without writing anything. */
  Validation validate(String name, Map<String, String> config);

  /**
   * Creates a connector that begins in the given state.
   *
   * @param settings what it is to have beside its configuration; empty where connectors share
   *     workers
   */
  void create(
      String name, Map<String, String> config, Map<String, String> settings, WantedState state);

  /** Replaces the configuration of an existing connector; its state stays. */
  void update(String name, Map<String, String> config);

  /**
   * Changes what an existing connector has beside its configuration; its state stays.
   *
   * @param settings all of them; those that no connector can change are as they were
   */
  void updateSettings(String name, Map<String, String> settings);

  /** Brings an existing connector into a state: resumes, pauses or stops it. */
  void changeState(String name, WantedState state);

  /** Restarts a connector and its tasks, or only what has failed of them. */
  void restart(String name, boolean onlyFailed);

  /**
   * Returns the topics that a connector has written to, by name; empty where nobody tracks them.
   */
  Optional<List<String>> topics(String name);

  /** Returns the topics that the runtime made for this connector alone and does not delete. */
  List<String> internalTopics(String name);

  /** Returns a connector's offsets in the runtime's own form. */
  JsonNode offsets(String name);

  /** Deletes a connector, and returns when it is gone; its topics and offsets remain. */
  void delete(String name);
}
