package io.mskcdc.local.msk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.aws.rest.Json;
import io.mskcdc.local.aws.rest.ServiceError;
import java.util.List;

/** A connector's capacity, provisioned or autoscaled. */
record ConnectorCapacity(JsonNode json) {
  /** The quota of workers for one connector. */
  private static final int MAX_WORKERS = 10;

  private static final List<Integer> MCUS = List.of(1, 2, 4, 8);
  private static final String PROVISIONED = "provisionedCapacity";
  private static final String AUTOSCALED = "autoScaling";

  /**
   * Reads the capacity in a request; absent members get the service's defaults.
   *
   * @param complete whether the scaling policies are required, as in an update
   */
  static ConnectorCapacity parse(JsonNode sent, boolean complete) {
    boolean provisioned = sent.hasNonNull(PROVISIONED);
    if (provisioned == sent.hasNonNull(AUTOSCALED)) {
      throw bad("capacity must have exactly one of autoScaling and provisionedCapacity");
    }
    ObjectNode capacity = Json.object();
    if (provisioned) {
      ObjectNode result = capacity.putObject(PROVISIONED);
      result.put("mcuCount", mcus(sent.path(PROVISIONED)));
      result.put("workerCount", workers(sent.path(PROVISIONED), "workerCount"));
    } else {
      autoscaled(sent.path(AUTOSCALED), complete, capacity.putObject(AUTOSCALED));
    }
    return new ConnectorCapacity(capacity);
  }

  private static void autoscaled(JsonNode sent, boolean complete, ObjectNode result) {
    int least = workers(sent, "minWorkerCount");
    int most = workers(sent, "maxWorkerCount");
    if (least > most) {
      throw bad("minWorkerCount must not be greater than maxWorkerCount");
    }
    result.put("maxWorkerCount", most);
    result.put("mcuCount", mcus(sent));
    result.put("minWorkerCount", least);
    if (sent.hasNonNull("maxAutoscalingTaskCount")) {
      int tasks = number(sent, "maxAutoscalingTaskCount");
      if (tasks < most) {
        throw bad("maxAutoscalingTaskCount must not be less than maxWorkerCount");
      }
      result.put("maxAutoscalingTaskCount", tasks);
    }
    policy(sent, "scaleInPolicy", 20, complete, result);
    policy(sent, "scaleOutPolicy", 80, complete, result);
  }

  private static void policy(
      JsonNode sent, String name, int usual, boolean complete, ObjectNode result) {
    String member = "cpuUtilizationPercentage";
    if (!sent.hasNonNull(name)) {
      if (complete) {
        throw bad(name + " is required");
      }
      result.putObject(name).put(member, usual);
      return;
    }
    int percentage = number(sent.path(name), member);
    if (percentage < 1 || percentage > 100) {
      throw bad(member + " must be 1 to 100");
    }
    result.putObject(name).put(member, percentage);
  }

  private static int mcus(JsonNode sent) {
    int mcus = number(sent, "mcuCount");
    if (!MCUS.contains(mcus)) {
      throw bad("mcuCount must be one of " + MCUS);
    }
    return mcus;
  }

  private static int workers(JsonNode sent, String member) {
    int workers = number(sent, member);
    if (workers < 1 || workers > MAX_WORKERS) {
      throw bad(member + " must be 1 to " + MAX_WORKERS);
    }
    return workers;
  }

  private static int number(JsonNode sent, String member) {
    JsonNode node = sent.path(member);
    if (!node.isInt()) {
      throw bad(member + " is required and must be a number");
    }
    return node.intValue();
  }

  private static ServiceError bad(String message) {
    return MskConnectErrors.badRequest("capacity", message);
  }

  /** Returns the number of workers. With autoscaling it is the minimum: nothing scales here. */
  int workers() {
    return json.has(PROVISIONED)
        ? json.path(PROVISIONED).path("workerCount").intValue()
        : json.path(AUTOSCALED).path("minWorkerCount").intValue();
  }

  /** Returns the value that overrides tasks.max; 0 if nothing overrides it. */
  int tasks() {
    if (json.has(PROVISIONED)) {
      return 0;
    }
    JsonNode autoscaled = json.path(AUTOSCALED);
    int tasks = workers() * autoscaled.path("mcuCount").intValue();
    return Math.min(tasks, autoscaled.path("maxAutoscalingTaskCount").asInt(tasks));
  }
}
