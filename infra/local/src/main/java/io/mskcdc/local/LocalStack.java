package io.mskcdc.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** MySQL with the sample database, Kafka and a Connect worker, started beside each other. */
public final class LocalStack implements AutoCloseable {
  /** The worker's release unless told otherwise: what MSK Connect runs. */
  public static final String DEFAULT_CONNECT = "3.7.2";

  private static final String BROKER = "3.7.2";

  private final Settings settings;
  private final Consumer<String> progress;
  private final long begun = System.nanoTime();

  // Set by the thread that starts the part, as soon as there is a process to end.
  private volatile MySql mysql;
  private volatile Kafka kafka;
  private volatile ConnectWorker connect;
  private volatile Path secretsFile;

  private LocalStack(Settings settings, Consumer<String> progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * What a stack is started from.
   *
   * @param folder holds data, logs and secrets; what an earlier stack left there is used again
   * @param connectVersion the worker's release, one that {@link Layout#kafkaLibs} knows
   */
  public record Settings(
      Layout layout, MySqlHome mysqlHome, Path folder, Ports ports, String connectVersion) {
    Path log(String part) {
      return folder.resolve("logs").resolve(part + ".log");
    }
  }

  /**
   * Starts all parts and returns when each answers. When one fails, the others end too.
   *
   * @param progress is told, a line each, what is waited for and what is there
   */
  public static LocalStack start(Settings settings, Consumer<String> progress) {
    settings.ports().requireFree();
    LocalStack stack = new LocalStack(settings, progress);
    try {
      progress.accept("Waiting for mysql, kafka and connect " + settings.connectVersion() + " ...");
      if (Files.exists(stack.mysqlData())) {
        // Connectors of an earlier start begin as soon as their worker does, with the new password.
        stack.startMySql();
        stack.startKafkaAndConnect();
      } else {
        inParallel(stack::startMySql, stack::startKafkaAndConnect);
      }
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  // The first failure interrupts the other task, which then ends what it was starting.
  private static void inParallel(Runnable... tasks) {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.length);
    try {
      CompletionService<Void> running = new ExecutorCompletionService<>(threads);
      Stream.of(tasks).forEach(task -> running.submit(task, null));
      for (int i = 0; i < tasks.length; i++) {
        running.take().get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof StackException cause
          ? cause
          : new StackException("a part did not start: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("interrupted", e);
    } finally {
      threads.shutdownNow();
      awaitEnd(threads);
    }
  }

  private static void awaitEnd(ExecutorService threads) {
    try {
      threads.awaitTermination(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Path mysqlData() {
    return settings.folder().resolve("mysql");
  }

  private void startMySql() {
    mysql =
        MySql.start(
            settings.mysqlHome(), mysqlData(), settings.ports().mysql(), settings.log("mysql"));
    secretsFile = writeSecrets();
    try (Connection connection = mysql.connect()) {
      Shop.createUnlessThere(connection);
    } catch (SQLException e) {
      throw new StackException("the sample database could not be made: " + e.getMessage(), e);
    }
    ready("mysql", "127.0.0.1:" + mysql.port());
  }

  private void startKafkaAndConnect() {
    kafka =
        Kafka.start(
            settings.layout().kafkaLibs(BROKER),
            settings.folder().resolve("kafka"),
            settings.ports().kafka(),
            settings.ports().controller(),
            settings.log("kafka"));
    Path plugins = settings.layout().unpackPlugin(settings.folder().resolve("plugins"));
    // The worker looks for the broker until it is there, so the two start beside each other.
    connect =
        ConnectWorker.start(
            new ConnectWorker.Settings(
                settings.layout().kafkaLibs(settings.connectVersion()),
                plugins,
                settings.layout().workerProperties(),
                kafka.bootstrapServers(),
                InternalTopics.of("local-connect"),
                settings.ports().connect(),
                settings.folder().resolve("connect"),
                settings.log("connect"),
                Optional.empty()));
    kafka.awaitReady();
    ready("kafka", kafka.bootstrapServers());
    connect.awaitReady();
    ready("connect", connect.url());
  }

  private void ready(String part, String where) {
    progress.accept(
        String.format("  %-7s is ready at %s (%.1f s)", part, where, secondsSinceBegin()));
  }

  private double secondsSinceBegin() {
    return (System.nanoTime() - begun) / 1e9;
  }

  // What the connector's configuration reads through the worker's file provider.
  private Path writeSecrets() {
    String secrets =
        String.join(
            "\n",
            "mysql.user=" + MySql.DEBEZIUM_USER,
            "mysql.password=" + mysql.debeziumPassword(),
            "mask.key=" + Secrets.key(),
            "shop.user=" + MySql.SHOP_USER,
            "shop.password=" + mysql.shopPassword(),
            "");
    return Secrets.writePrivately(settings.folder().resolve("secrets.properties"), secrets);
  }

  public MySql mysql() {
    return mysql;
  }

  public Kafka kafka() {
    return kafka;
  }

  public ConnectWorker connect() {
    return connect;
  }

  /** The variables that the environment {@code local} reads. */
  public Map<String, String> endpoints() {
    return Map.of(
        "connect_url", connect.url(),
        "kafka_bootstrap_servers", kafka.bootstrapServers(),
        "mysql_host", "127.0.0.1",
        "mysql_port", Integer.toString(mysql.port()),
        "secrets_file", secretsFile.toString());
  }

  List<Child> children() {
    return List.of(mysql.child(), kafka.child(), connect.child());
  }

  /** Ends the parts at once, for when nobody needs what they hold any more. */
  void kill() {
    children().forEach(Child::kill);
  }

  /** Ends the parts, the worker first, since it still writes its offsets to the broker. */
  @Override
  public void close() {
    if (connect != null) {
      connect.close();
    }
    inParallel(
        () -> {
          if (kafka != null) {
            kafka.close();
          }
        },
        () -> {
          if (mysql != null) {
            mysql.close();
          }
        });
  }
}
