package io.mskcdc.local.demo;

import io.mskcdc.local.mysql.ChangeGenerator;
import io.mskcdc.local.process.ShutdownSignal;
import io.mskcdc.local.process.StackException;
import io.mskcdc.local.process.Subprocess;
import io.mskcdc.local.stack.LocalStack;
import io.mskcdc.local.stack.StackType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * The demo on a worker: deploys mysql-cdc, changes rows and prints each change from Kafka. With
 * orders it deploys orders-dynamodb too, and changes orders in DynamoDB at the same time. With a
 * lake it deploys the sink shop-lake too.
 */
final class PipelineDemo {
  static final String CONNECTOR = "mysql-cdc";

  private static final int ONCE_STEPS = 12;
  private static final Duration DEPLOY_TIMEOUT = Duration.ofMinutes(6);
  private static final Duration ARRIVAL_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(100);

  private final LocalStack stack;
  private final ForegroundScripts scripts;
  private final ChangePrinter printer;
  private final Optional<OrderFlow> orders;
  private final Optional<LambdaConsumer> lambda;
  private final Optional<LakeFlow> lake;
  private final double rate;
  private final boolean once;
  private final Consumer<String> progress;

  private boolean deploying = true;
  private int steps;
  private long nextStep;
  private long arrivalDeadline;

  /**
   * @param orders the orders in DynamoDB; empty for a demo of MySQL only
   * @param lambda functions that read the topics; empty for a demo without
   * @param lake the lake that a sink appends the rows to; empty for a demo without
   * @param rate transactions per second
   * @param once whether the demo ends after a fixed number of changes
   * @param progress receives a line for each step
   */
  PipelineDemo(
      LocalStack stack,
      ForegroundScripts scripts,
      ChangePrinter printer,
      Optional<OrderFlow> orders,
      Optional<LambdaConsumer> lambda,
      Optional<LakeFlow> lake,
      double rate,
      boolean once,
      Consumer<String> progress) {
    this.stack = stack;
    this.scripts = scripts;
    this.printer = printer;
    this.orders = orders;
    this.lambda = lambda;
    this.lake = lake;
    this.rate = rate;
    this.once = once;
    this.progress = progress;
  }

  /** Runs until {@code end} is requested, or until all changes have arrived if they are fixed. */
  void run(ShutdownSignal end) throws SQLException {
    String script = "deploy-connector.sh";
    List<String> connectors = new ArrayList<>(connectors(orders.isPresent()));
    lake.ifPresent(
        it -> {
          progress.accept(
              "Creating the tables of the lake with ./scripts/mskcdc lake ddl and Spark ...");
          it.createTables();
          connectors.add(LakeFlow.CONNECTOR);
        });
    List<String> arguments = new ArrayList<>(connectors);
    if (stack.type() != StackType.PLAIN) {
      arguments.addAll(List.of("--env", stack.type().environment(), "--auto-approve"));
    } else if (lake.isPresent()) {
      arguments.addAll(List.of("--env", LakeFlow.ENVIRONMENT, "--auto-approve"));
    }
    progress.accept(
        "Deploying "
            + String.join(" and ", connectors)
            + " with ./scripts/"
            + script
            + " "
            + String.join(" ", arguments));
    try (KafkaConsumer<String, String> consumer = RowConsumer.subscribe(stack);
        Subprocess deployment = scripts.start(script, arguments);
        Connection connection = stack.mysql().connect()) {
      ChangeGenerator generator = new ChangeGenerator(connection, 1);
      run(
          consumer,
          deployment,
          generator,
          end,
          lambda.map(it -> new LambdaFlow(it, connection, printer.out())),
          connection);
    }
  }

  /** Returns the connectors that a demo deploys. */
  static List<String> connectors(boolean withOrders) {
    return withOrders ? List.of(CONNECTOR, OrderFlow.CONNECTOR) : List.of(CONNECTOR);
  }

  private void run(
      KafkaConsumer<String, String> consumer,
      Subprocess deployment,
      ChangeGenerator generator,
      ShutdownSignal end,
      Optional<LambdaFlow> mirror,
      Connection mysql)
      throws SQLException {
    long deployDeadline = System.nanoTime() + DEPLOY_TIMEOUT.toNanos();
    while (!end.isRequested()) {
      for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
        printer.print(record);
        orders.ifPresent(flow -> flow.take(record));
      }
      check(deployment, deployDeadline);
      stack.subprocesses().forEach(Subprocess::requireAlive);
      if (once && steps == ONCE_STEPS) {
        if (!deploying && printer.hasPrinted(counts(generator))) {
          progress.accept(printer.summary());
          orders.ifPresent(flow -> progress.accept(flow.compareWithMySql()));
          mirror.ifPresent(
              flow -> {
                flow.awaitEqual();
                progress.accept(flow.summary());
              });
          lake.ifPresent(
              flow -> {
                progress.accept("Merging the changes in the lake with Spark ...");
                flow.compare(mysql);
              });
          IamLogins.summary(stack).ifPresent(progress);
          return;
        }
        if (System.nanoTime() > arrivalDeadline) {
          throw new StackException("not every change arrived: " + printer.summary());
        }
      } else if (printer.hasPrintedAny() && orders.map(OrderFlow::hasSnapshot).orElse(true)) {
        if (changeRows(generator) && steps % ONCE_STEPS == 0 && !once) {
          mirror.ifPresent(LambdaFlow::print);
        }
      }
      lambda.ifPresent(LambdaConsumer::requireAlive);
      lake.ifPresent(flow -> flow.subprocess().requireAlive());
    }
  }

  private ChangeGenerator.Counts counts(ChangeGenerator rows) {
    return orders.map(flow -> rows.counts().plus(flow.counts())).orElseGet(rows::counts);
  }

  private void check(Subprocess deployment, long deadline) {
    if (deploying && !deployment.isAlive()) {
      deployment.awaitSuccess(Duration.ZERO);
      deploying = false;
    }
    if (deploying && System.nanoTime() > deadline) {
      throw new StackException(
          "deploy-connector.sh still runs after " + DEPLOY_TIMEOUT.toMinutes() + " minutes");
    }
  }

  /** Makes the next change when it is due, and returns whether it was. */
  private boolean changeRows(ChangeGenerator generator) throws SQLException {
    long now = System.nanoTime();
    if (steps > 0 && now < nextStep) {
      return false;
    }
    generator.step();
    orders.ifPresent(OrderFlow::step);
    steps++;
    nextStep = now + (long) (1e9 / rate);
    arrivalDeadline = now + ARRIVAL_TIMEOUT.toNanos();
    return true;
  }
}
