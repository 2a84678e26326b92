package io.mskcdc.local.chaos;

import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.PollLoop;
import io.mskcdc.local.process.StackException;
import io.mskcdc.local.stack.StackType;
import io.mskcdc.local.stack.WorkerPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Runs the pipeline with a load of row changes and a random series of faults, and compares what was
 * committed with what was delivered.
 */
public final class Chaos {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(5);
  private static final Duration READ_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int ROWS = 10_000;
  private static final int TRANSACTIONS_PER_SECOND = 20;
  private static final int SNAPSHOT_BYTES_PER_SECOND = 20_000;

  private final Settings settings;
  private final Deployment deployment;
  private final Consumer<String> progress;
  private final Ledger ledger = new Ledger();

  /**
   * The settings of a run.
   *
   * @param folder holds data, logs and secrets; it does not exist
   * @param type a stack with workers
   * @param connectVersion the workers' release, see {@link Checkout#kafkaLibs}
   * @param policy the policy of the workers' role, in a stack with IAM
   * @param kinds selects the kinds of faults by their names
   * @param length how long the series takes, without the start and the comparison
   * @param limit the greatest number of faults
   */
  public record Settings(
      Checkout checkout,
      Path folder,
      StackType type,
      String connectVersion,
      WorkerPolicy policy,
      long seed,
      Predicate<String> kinds,
      Duration length,
      int limit) {}

  /** Deploys mysql-cdc to the stack. */
  public interface Deployment {
    /**
     * Returns when the connector runs; its snapshot may go on.
     *
     * @param endpoints the variables that the stack's environment reads
     */
    void deploy(Map<String, String> endpoints);
  }

  private Chaos(Settings settings, Deployment deployment, Consumer<String> progress) {
    this.settings = settings;
    this.deployment = deployment;
    this.progress = progress;
  }

  /**
   * Runs a series.
   *
   * @param progress receives a line for each step
   */
  public static ChaosReport run(
      Settings settings, Deployment deployment, Consumer<String> progress) {
    return new Chaos(settings, deployment, progress).run();
  }

  private ChaosReport run() {
    progress.accept("Starting MySQL, Kafka and Connect " + settings.connectVersion() + " ...");
    try (ChaosStack stack =
            ChaosStack.start(
                new ChaosStack.Settings(
                    settings.checkout(),
                    settings.folder(),
                    settings.type(),
                    settings.connectVersion(),
                    settings.policy(),
                    settings.kinds().test(ClockStepped.NAME)));
        DeliveredChanges delivered = new DeliveredChanges(stack.client(), ledger)) {
      try (RowLoad load =
          new RowLoad(stack::connect, ledger, settings.seed(), TRANSACTIONS_PER_SECOND)) {
        return run(stack, load, delivered);
      }
    }
  }

  private ChaosReport run(ChaosStack stack, RowLoad load, DeliveredChanges delivered) {
    Runnable checks =
        () -> {
          load.requireRunning();
          delivered.requireRunning();
        };
    FaultSeries series = new FaultSeries(stack, ledger, checks, progress);
    load.fill(ROWS);
    delivered.start();
    progress.accept("Deploying mysql-cdc ...");
    if (settings.kinds().test(SnapshotInterrupted.NAME)) {
      // So that the snapshot has not ended when the connector is deployed.
      stack.brokerProxy().throttle(SNAPSHOT_BYTES_PER_SECOND);
    }
    deployment.deploy(stack.endpoints());
    load.start();
    strikeDuringSnapshot(stack, series);
    ledger.endSnapshot();
    long started = System.nanoTime();
    series.run(
        faults(stack, load), new Random(settings.seed()), settings.length(), settings.limit());
    Duration lasted = Duration.ofNanos(System.nanoTime() - started);
    load.close();
    progress.accept("Waiting for the last changes ...");
    series.awaitCatchUp("", System.nanoTime());
    new PollLoop(POLL, READ_TIMEOUT).until(() -> ledger.compare().isComplete());
    checks.run();
    progress.accept("Searching the topics and logs for clear values ...");
    ClearValues search = new ClearValues(ledger);
    search.searchTopics(stack.client());
    search.searchLogs(stack.logs());
    return new ChaosReport(
        settings.seed(),
        settings.connectVersion(),
        settings.type() == StackType.EXACTLY_ONCE,
        lasted,
        series.strikes(),
        ledger.compare());
  }

  /** Stops the worker while the snapshot runs, and returns when the snapshot is complete. */
  private void strikeDuringSnapshot(ChaosStack stack, FaultSeries series) {
    if (!new PollLoop(POLL, START_TIMEOUT).until(() -> ledger.snapshotRows() > 0)) {
      throw new StackException("the snapshot delivered no row in time");
    }
    if (settings.kinds().test(SnapshotInterrupted.NAME)) {
      int rows = ledger.snapshotRows();
      if (rows >= ROWS) {
        throw new StackException("the snapshot was over before the worker was stopped");
      }
      progress.accept("  The worker is stopped after " + rows + " rows of the snapshot");
      series.strike(new SnapshotInterrupted(stack), Duration.ofSeconds(1), true);
    }
    if (!new PollLoop(POLL, START_TIMEOUT)
        .until(() -> ledger.isStreaming() && stack.connector().isSnapshotStored())) {
      throw new StackException("no change followed the snapshot in time");
    }
    // The other topic may still have rows of the snapshot that were not read.
    series.awaitCatchUp("", System.nanoTime());
  }

  private List<Fault> faults(ChaosStack stack, RowLoad load) {
    List<Fault> faults = new ArrayList<>();
    faults.add(new WorkerKilled(stack));
    faults.add(new BrokerKilled(stack));
    faults.add(new DatabaseKilled(stack));
    faults.add(new TaskRestarted(stack));
    faults.add(new Rebalance(stack));
    faults.add(new FullQueue(stack, load, ledger));
    faults.add(new FullLogDisk(stack));
    faults.add(new SecretRotated(stack));
    faults.add(new ClockStepped(stack));
    faults.add(new FailedOver(stack, load));
    faults.addAll(linkFaults("MySQL's connection", stack.databaseProxy()));
    faults.addAll(linkFaults("the broker's connection", stack.brokerProxy()));
    if (stack.hasIam()) {
      faults.add(new CredentialsExpired(stack));
    }
    faults.removeIf(fault -> !settings.kinds().test(fault.name()));
    return faults;
  }

  private static List<Fault> linkFaults(String link, TcpProxy proxy) {
    return List.of(
        LinkFault.cut(link, proxy),
        LinkFault.frozen(link, proxy),
        LinkFault.throttled(link, proxy),
        LinkFault.silentlyDropped(link, proxy));
  }
}
