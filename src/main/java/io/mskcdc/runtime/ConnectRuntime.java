package io.mskcdc.runtime;

import com.fasterxml.jackson.databind.JsonNode;
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

  /** Asks the runtime to check a configuration without writing anything. */
  Validation validate(String name, Map<String, String> config);

  /** Creates a connector that begins in the given state. */
  void create(String name, Map<String, String> config, WantedState state);

  /** Replaces the configuration of an existing connector; its state stays. */
  void update(String name, Map<String, String> config);

  /** Brings an existing connector into a state: resumes, pauses or stops it. */
  void changeState(String name, WantedState state);

  /** Restarts a connector and its tasks, or only what has failed of them. */
  void restart(String name, boolean onlyFailed);

  /**
   * Returns the topics that a connector has written to, by name; empty where nobody tracks them.
   */
  Optional<List<String>> topics(String name);

  /** Returns a connector's offsets in the runtime's own form. */
  JsonNode offsets(String name);

  /** Deletes a connector, and returns when it is gone; its topics and offsets remain. */
  void delete(String name);
}
