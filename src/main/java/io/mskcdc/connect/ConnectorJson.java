package io.mskcdc.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.runtime.ConnectorStatus;
import io.mskcdc.runtime.RunState;
import io.mskcdc.runtime.TaskStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Converts between the JSON of Connect's REST API and the records of the port. */
final class ConnectorJson {
  private ConnectorJson() {}

  /** Returns a configuration with the connector's name, as Connect requires it. */
  static ObjectNode named(String name, Map<String, String> config) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("name", name);
    config.forEach(body::put);
    return body;
  }

  /** Reads the configuration in a request: the body itself, or its object {@code config}. */
  static Map<String, String> sentConfig(JsonNode body) {
    return config(body.path("config").isObject() ? body.path("config") : body);
  }

  /** Reads a configuration, without the connector's name. */
  static Map<String, String> config(JsonNode node) {
    Map<String, String> config = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!entry.getKey().equals("name")) {
        config.put(entry.getKey(), entry.getValue().asText());
      }
    }
    return config;
  }

  /**
   * Reads the status of a connector and its tasks. A status lists no task that has not started yet:
   * one that hangs in its start would go unseen.
   *
   * @param info the connector, whose {@code tasks} are all that there are
   */
  static ConnectorStatus status(JsonNode info, JsonNode node) {
    JsonNode connector = node.path("connector");
    if (connector.isMissingNode()) {
      return ConnectorStatus.NOT_YET;
    }
    Map<Integer, TaskStatus> tasks = new TreeMap<>();
    for (JsonNode task : info.path("tasks")) {
      int id = task.path("task").asInt();
      tasks.put(id, new TaskStatus(id, RunState.UNASSIGNED, null, null));
    }
    for (JsonNode task : node.path("tasks")) {
      int id = task.path("id").asInt();
      tasks.put(
          id,
          new TaskStatus(
              id,
              RunState.of(task.path("state").asText()),
              task.path("worker_id").asText(null),
              task.path("trace").asText(null)));
    }
    return new ConnectorStatus(
        RunState.of(connector.path("state").asText()),
        connector.path("worker_id").asText(null),
        connector.path("trace").asText(null),
        List.copyOf(tasks.values()));
  }
}
