package io.mskcdc.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.WantedState;
import io.mskcdc.config.WorkerSettings;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.time.Polling;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A runtime in memory that follows the contract of {@link ConnectRuntime}. A connector whose
 * configuration has the key {@code broken} fails while it runs; a request can be made to fail.
 */
public final class InMemoryRuntime implements ConnectRuntime {
  /** The value of this key is a key that the validation rejects. */
  public static final String INVALID = "invalid";

  /** A configuration with this key makes the connector's task fail. */
  public static final String BROKEN = "broken";

  private final Map<String, LiveConnector> connectors =
      Collections.synchronizedMap(new LinkedHashMap<>());
  private final Map<String, Runnable> before = new HashMap<>();
  private final Map<Integer, Runnable> beforeReads = new HashMap<>();
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger commits = new AtomicInteger();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Set<Capability> capabilities;
  private final boolean dedicated;

  private boolean standsStill;
  private Optional<List<Map<String, String>>> tasks = Optional.empty();
  private Optional<String> cluster = Optional.empty();
  private Optional<String> unread = Optional.empty();
  private JsonNode offsets = JsonNodeFactory.instance.objectNode().put("pos", 4);

  private InMemoryRuntime(Set<Capability> capabilities, boolean dedicated) {
    this.capabilities = capabilities;
    this.dedicated = dedicated;
  }

  /** Connectors share workers; the runtime has every capability. */
  public static InMemoryRuntime shared() {
    return new InMemoryRuntime(EnumSet.allOf(Capability.class), false);
  }

  /** Each connector has workers of its own; the runtime has no capability. */
  public static InMemoryRuntime dedicated() {
    return new InMemoryRuntime(EnumSet.noneOf(Capability.class), true);
  }

  /** Adds a running connector without a request. */
  public InMemoryRuntime with(String name, Map<String, String> config) {
    return with(name, config, Optional.empty());
  }

  /** Adds a running connector without a request. */
  public InMemoryRuntime with(
      String name, Map<String, String> config, Optional<WorkerSettings> settings) {
    put(name, config, settings, WantedState.RUNNING);
    return this;
  }

  /** Adds a connector in a status without a request. */
  public InMemoryRuntime with(String name, Map<String, String> config, ConnectorStatus status) {
    connectors.put(name, new LiveConnector(name, config, status));
    return this;
  }

  /** Makes the runtime one of a cluster. */
  public InMemoryRuntime of(String id) {
    cluster = Optional.of(id);
    return this;
  }

  @Override
  public Optional<String> cluster() {
    return cluster;
  }

  /** Makes the status of all connectors one that may lack failed tasks. */
  public InMemoryRuntime unread(Optional<String> why) {
    unread = why;
    return this;
  }

  @Override
  public Optional<String> unread(String name) {
    return unread;
  }

  /** Replaces the offsets of all connectors. */
  public InMemoryRuntime withOffsets(JsonNode replacement) {
    offsets = replacement;
    return this;
  }

  /** Makes the offsets of sources of unknown classes stay as they are. */
  public InMemoryRuntime standingStill() {
    standsStill = true;
    return this;
  }

  /** Gives every connector tasks with configurations that no change replaces. */
  public InMemoryRuntime withTasks(List<Map<String, String>> configs) {
    tasks = Optional.of(configs);
    return this;
  }

  @Override
  public Optional<List<Map<String, String>>> taskConfigs(String name) {
    return tasks;
  }

  @Override
  public Optional<Progress> progress(LiveConnector live) {
    return standsStill || SourceConnectors.of(live.config()).isPresent()
        ? ConnectRuntime.super.progress(live)
        : Optional.of(new Progress("" + commits.incrementAndGet(), Progress.Stage.UNKNOWN));
  }

  /** Runs an action before a request, such as {@code update shop}. */
  public InMemoryRuntime before(String request, Runnable action) {
    before.put(request, action);
    return this;
  }

  /**
   * Runs an action before a read of one connector.
   *
   * @param read the read's number, from 1
   */
  public InMemoryRuntime beforeRead(int read, Runnable action) {
    beforeReads.put(read, action);
    return this;
  }

  /** Returns how often one connector was read. */
  public int reads() {
    return reads.get();
  }

  /** Makes a request fail. */
  public InMemoryRuntime failing(String request) {
    return before(
        request,
        () -> {
          throw new ProblemException(
              Problem.of(ErrorCode.CONNECT_REFUSED, request, "the request fails", "retry"));
        });
  }

  /** Returns the requests that changed something or read offsets, in their order. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public List<LiveConnector> connectors() {
    return List.copyOf(connectors.values());
  }

  @Override
  public Optional<LiveConnector> connector(String name) {
    beforeReads.getOrDefault(reads.incrementAndGet(), () -> {}).run();
    return Optional.ofNullable(connectors.get(name));
  }

  @Override
  public Optional<LiveConnector> settled(String name) {
    before.getOrDefault("settled " + name, () -> {}).run();
    return connector(name);
  }

  @Override
  public Optional<Problem> refusal(Capability capability, String connector) {
    return capabilities.contains(capability)
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                ErrorCode.NOT_ON_MSK_CONNECT,
                connector,
                "the runtime lacks " + capability,
                "use another runtime"));
  }

  @Override
  public Polling polling() {
    return new Polling(Duration.ofSeconds(1), Duration.ofMinutes(5));
  }

  @Override
  public Optional<DedicatedWorkers> dedicatedWorkers() {
    return dedicated ? Optional.of(new Workers()) : Optional.empty();
  }

  @Override
  public Validation validate(String name, Map<String, String> config) {
    requests.add("validate " + name);
    return new Validation(
        config.containsKey(INVALID)
            ? List.of(new Validation.Finding(config.get(INVALID), "the key is invalid"))
            : List.of(),
        Set.of());
  }

  @Override
  public void create(
      String name,
      Map<String, String> config,
      Optional<WorkerSettings> settings,
      WantedState state) {
    request("create " + name);
    put(name, config, settings, state);
  }

  @Override
  public void update(String name, Map<String, String> config) {
    request("update " + name);
    LiveConnector live = connectors.get(name);
    put(name, config, live.settings(), wanted(live));
  }

  @Override
  public void changeState(String name, WantedState state) {
    request(state.text() + " " + name);
    LiveConnector live = connectors.get(name);
    put(name, live.config(), live.settings(), state);
  }

  @Override
  public void restart(String name, boolean onlyFailed) {
    request("restart " + name);
  }

  @Override
  public Optional<List<String>> topics(String name) {
    return Optional.of(List.of(name + "-topic"));
  }

  @Override
  public List<String> internalTopics(String name) {
    return dedicated ? List.of("__" + name) : List.of();
  }

  @Override
  public JsonNode offsets(String name) {
    request("offsets " + name);
    return offsets;
  }

  @Override
  public void delete(String name) {
    request("delete " + name);
    connectors.remove(name);
  }

  private void request(String request) {
    requests.add(request);
    before.getOrDefault(request, () -> {}).run();
  }

  private void put(
      String name,
      Map<String, String> config,
      Optional<WorkerSettings> settings,
      WantedState state) {
    connectors.put(name, new LiveConnector(name, config, settings, status(config, state)));
  }

  private static ConnectorStatus status(Map<String, String> config, WantedState state) {
    RunState connector = RunState.of(state.name());
    RunState task =
        state == WantedState.RUNNING && config.containsKey(BROKEN) ? RunState.FAILED : connector;
    return new ConnectorStatus(
        connector,
        "w:1",
        null,
        state == WantedState.STOPPED
            ? List.of()
            : List.of(new TaskStatus(0, task, "w:1", task == RunState.FAILED ? "boom" : null)));
  }

  private static WantedState wanted(LiveConnector live) {
    return WantedState.valueOf(live.status().state().name());
  }

  private final class Workers implements DedicatedWorkers {
    @Override
    public List<Problem> missing(String name, WorkerSettings settings) {
      return List.of();
    }

    @Override
    public void update(String name, WorkerSettings settings) {
      request("update workers of " + name);
      LiveConnector live = connectors.get(name);
      put(name, live.config(), Optional.of(settings), wanted(live));
    }
  }
}
