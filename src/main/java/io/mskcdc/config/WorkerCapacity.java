package io.mskcdc.config;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The number and size of a connector's workers. */
public sealed interface WorkerCapacity {
  /** The first part of each name in {@link #texts}. */
  String PREFIX = "capacity.";

  /** Returns the size of each worker in units of one vCPU and 4 GiB. */
  int mcuCount();

  /** Returns the number of workers at most. */
  int mostWorkers();

  /** Returns each value as text, by the name that environment.yaml uses. */
  Map<String, String> texts();

  /**
   * A fixed number of workers.
   *
   * @param mcuCount the size of each worker in units of one vCPU and 4 GiB: 1, 2, 4 or 8
   */
  record Provisioned(int mcuCount, int workerCount) implements WorkerCapacity {
    @Override
    public int mostWorkers() {
      return workerCount;
    }

    @Override
    public Map<String, String> texts() {
      return Map.of(
          PREFIX + "mcuCount",
          Integer.toString(mcuCount),
          PREFIX + "workerCount",
          Integer.toString(workerCount));
    }
  }

  /**
   * A number of workers that follows their load; it overrides {@code tasks.max}.
   *
   * @param mcuCount the size of each worker in units of one vCPU and 4 GiB: 1, 2, 4 or 8
   * @param maxTaskCount the highest number of tasks
   * @param scaleInPercent the CPU utilization below which a worker is removed
   * @param scaleOutPercent the CPU utilization above which a worker is added
   */
  record Autoscaled(
      int minWorkerCount,
      int maxWorkerCount,
      int mcuCount,
      Optional<Integer> maxTaskCount,
      int scaleInPercent,
      int scaleOutPercent)
      implements WorkerCapacity {
    /** The policies of the service, which an update requires and a description has. */
    public static final int SCALE_IN = 20;

    public static final int SCALE_OUT = 80;

    private static final String SCALING = PREFIX + "autoScaling.";

    @Override
    public int mostWorkers() {
      return maxWorkerCount;
    }

    @Override
    public Map<String, String> texts() {
      Map<String, String> texts = new TreeMap<>();
      texts.put(SCALING + "minWorkerCount", Integer.toString(minWorkerCount));
      texts.put(SCALING + "maxWorkerCount", Integer.toString(maxWorkerCount));
      texts.put(SCALING + "mcuCount", Integer.toString(mcuCount));
      maxTaskCount.ifPresent(
          count -> texts.put(SCALING + "maxAutoscalingTaskCount", count.toString()));
      texts.put(
          SCALING + "scaleInPolicy.cpuUtilizationPercentage", Integer.toString(scaleInPercent));
      texts.put(
          SCALING + "scaleOutPolicy.cpuUtilizationPercentage", Integer.toString(scaleOutPercent));
      return texts;
    }
  }
}
