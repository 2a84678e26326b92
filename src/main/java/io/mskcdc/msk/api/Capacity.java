package io.mskcdc.msk.api;

/** The capacity of a connector's workers: exactly one of the two members is set. */
public record Capacity(ProvisionedCapacity provisionedCapacity, AutoScaling autoScaling) {

  /** A fixed number of workers. */
  public static Capacity provisioned(int mcuCount, int workerCount) {
    return new Capacity(new ProvisionedCapacity(mcuCount, workerCount), null);
  }

  /**
   * A fixed number of workers.
   *
   * @param mcuCount units of one vCPU and 4 GiB for each worker: 1, 2, 4 or 8
   */
  public record ProvisionedCapacity(Integer mcuCount, Integer workerCount) {}

  /** A number of workers that follows their load; it overrides {@code tasks.max}. */
  public record AutoScaling(
      Integer minWorkerCount,
      Integer maxWorkerCount,
      Integer mcuCount,
      ScalePolicy scaleInPolicy,
      ScalePolicy scaleOutPolicy,
      Integer maxAutoscalingTaskCount) {}

  /** The load at which workers are taken away or added, in percent of a worker's CPU. */
  public record ScalePolicy(Integer cpuUtilizationPercentage) {}
}
