package io.mskcdc.local.stack;

import io.mskcdc.local.kafka.ConnectWorker;
import io.mskcdc.local.kafka.IamEndpoints;
import io.mskcdc.local.kafka.InternalTopics;
import io.mskcdc.local.kafka.Kafka;
import io.mskcdc.local.msk.MskConnect;
import io.mskcdc.local.mysql.MySql;
import io.mskcdc.local.mysql.MySqlHome;
import io.mskcdc.local.mysql.Shop;
import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.Secrets;
import io.mskcdc.local.process.StackException;
import io.mskcdc.local.process.Subprocess;
import io.mskcdc.local.s3.S3Mock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** MySQL with the sample database, Kafka and a Connect worker, started beside each other. */
public final class LocalStack implements AutoCloseable {
  /** The worker's release unless told otherwise: what MSK Connect runs. */
  public static final String DEFAULT_CONNECT = "3.7.2";

  private static final String BROKER = "3.7.2";
  private static final String PLUGIN_BUCKET = "msk-cdc-plugins";

  private final Settings settings;
  private final Consumer<String> progress;
  private final long begun = System.nanoTime();

  // Set by the thread that starts the part, as soon as there is a process to end.
  private volatile MySql mysql;
  private volatile Kafka kafka;
  private volatile ConnectWorker connect;
  private volatile Path secretsFile;
  private volatile LocalIam iam;
  private volatile S3Mock s3;
  private volatile MskConnect mskConnect;

  private LocalStack(Settings settings, Consumer<String> progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * What a stack is started from.
   *
   * @param folder holds data, logs and secrets; what an earlier stack left there is used again
   * @param connectVersion the worker's release, one that {@link Checkout#kafkaLibs} knows
   * @param policy what the workers' role may do, where there is IAM
   */
  public record Settings(
      Checkout layout,
      MySqlHome mysqlHome,
      Path folder,
      Ports ports,
      String connectVersion,
      StackType type,
      RolePolicy policy) {
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
      if (settings.type().hasIam()) {
        stack.iam = new LocalIam(settings.layout(), settings.folder(), settings.ports());
      }
      progress.accept("Waiting for " + stack.names() + " ...");
      if (settings.type() == StackType.MSK) {
        inParallel(stack::startMySql, stack::startKafkaAndS3);
        stack.startMskConnect();
      } else {
        stack.startWithWorker();
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

  private String names() {
    return settings.type() == StackType.MSK
        ? "mysql, kafka, s3 and msk connect"
        : "mysql, kafka and connect " + settings.connectVersion();
  }

  private void startWithWorker() {
    if (iam != null) {
      iam.allow(settings.policy().of(endpoints()));
      iam.serve(List.of());
      ready("aws", iam.address());
    }
    if (Files.exists(mysqlData())) {
      // Connectors of an earlier start begin as soon as their worker does, with the new password.
      startMySql();
      startKafkaAndConnect();
    } else {
      inParallel(this::startMySql, this::startKafkaAndConnect);
    }
  }

  private void startKafkaAndS3() {
    kafka = startKafka();
    s3 =
        S3Mock.start(
            settings.layout().s3mock(), settings.folder().resolve("s3"), settings.log("s3"));
    kafka.awaitReady();
    ready("kafka", kafka.bootstrapServers());
    s3.awaitReady();
    s3.createBucket(PLUGIN_BUCKET);
    ready("s3", s3.endpoint().toString());
  }

  /** Last of all: workers of an earlier start begin with it, and need everything else. */
  private void startMskConnect() {
    iam.allow(settings.policy().of(endpoints()));
    mskConnect =
        MskConnect.start(
            MskConnect.Settings.of(
                settings.folder().resolve("msk-connect"),
                settings.layout().kafkaLibs(DEFAULT_CONNECT),
                s3.endpoint(),
                role ->
                    role.equals(LocalIam.workerRole())
                        ? Optional.of(iam.login())
                        : Optional.empty()));
    iam.serve(mskConnect.services());
    ready("aws", iam.address());
  }

  private Path mysqlData() {
    return settings.folder().resolve("mysql");
  }

  private void startMySql() {
    mysql =
        MySql.start(
            settings.mysqlHome(), mysqlData(), settings.ports().mysql(), settings.log("mysql"));
    if (iam == null) {
      secretsFile = writeSecrets();
    } else {
      iam.putSecrets(mysql);
    }
    try (Connection connection = mysql.connect()) {
      Shop.createUnlessThere(connection);
    } catch (SQLException e) {
      throw new StackException("the sample database could not be made: " + e.getMessage(), e);
    }
    ready("mysql", "127.0.0.1:" + mysql.port());
  }

  private void startKafkaAndConnect() {
    kafka = startKafka();
    Path plugins = settings.layout().unpackPlugin(settings.folder().resolve("plugins"));
    // The worker looks for the broker until it is there, so the two start beside each other.
    connect =
        ConnectWorker.start(
            new ConnectWorker.Settings(
                settings.layout().kafkaLibs(settings.connectVersion()),
                plugins,
                settings.layout().workerProperties(settings.type().environment()),
                kafka.bootstrapServers(),
                iam == null
                    ? InternalTopics.of("local-connect")
                    : InternalTopics.ofMskConnect("local", "1"),
                settings.ports().connect(),
                settings.folder().resolve("connect"),
                settings.log("connect"),
                Optional.ofNullable(iam).map(LocalIam::login)));
    kafka.awaitReady();
    ready("kafka", kafka.bootstrapServers());
    connect.awaitReady();
    ready("connect", connect.url());
  }

  private Kafka startKafka() {
    Path libs = settings.layout().kafkaLibs(BROKER);
    Path log = settings.log("kafka");
    return iam == null
        ? Kafka.start(
            libs,
            settings.folder().resolve("kafka"),
            settings.ports().kafka(),
            settings.ports().controller(),
            log)
        : Kafka.startWithIam(libs, iam.listeners(), log);
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

  public StackType type() {
    return settings.type();
  }

  /** MSK Connect, if this stack has it. */
  public MskConnect mskConnect() {
    return mskConnect;
  }

  /** What the deployer needs in its environment to reach this stack; nothing without IAM. */
  public Map<String, String> deployersEnvironment() {
    return iam == null ? Map.of() : iam.deployersEnvironment();
  }

  /** Where the services of AWS are, if this stack has them. */
  Optional<String> aws() {
    return Optional.ofNullable(iam).map(LocalIam::address);
  }

  /** A consumer of every topic of rows, those included that are made later. */
  public KafkaConsumer<String, String> consumer() {
    Properties properties = new Properties();
    properties.putAll(kafka.ownClient());
    properties.put("group.id", "demo");
    properties.put("auto.offset.reset", "earliest");
    // How soon a topic is seen that was made after the subscription.
    properties.put("metadata.max.age.ms", "300");
    KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
    consumer.subscribe(Pattern.compile(Pattern.quote(MySql.DATABASE) + "\\..*"));
    return consumer;
  }

  /** What the broker says of logins, if it lets in by IAM. */
  public Optional<String> logins() {
    if (iam == null) {
      return Optional.empty();
    }
    try {
      List<String> log = Files.readAllLines(settings.log("kafka"));
      return Optional.of(
          String.format(
              "%d logins by AWS_MSK_IAM, %d refused",
              log.stream().filter(line -> line.contains("login allowed")).count(),
              log.stream().filter(line -> line.contains("login refused")).count()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String awsLog() {
    return settings.log("aws").toString();
  }

  /** The variables that the stack's environment reads. */
  public Map<String, String> endpoints() {
    Map<String, String> endpoints = new HashMap<>();
    endpoints.put("mysql_host", "127.0.0.1");
    endpoints.put("mysql_port", Integer.toString(settings.ports().mysql()));
    if (iam == null) {
      endpoints.put("kafka_bootstrap_servers", kafka.bootstrapServers());
      endpoints.put("secrets_file", secretsFile.toString());
    } else {
      IamEndpoints iamEndpoints = iam.listeners().endpoints();
      endpoints.put("kafka_bootstrap_servers", iamEndpoints.bootstrapServers());
      endpoints.put("cluster_arn", iamEndpoints.cluster());
    }
    if (settings.type() == StackType.MSK) {
      endpoints.put("aws_endpoint", iam.address());
      endpoints.put("s3_endpoint", s3.endpoint().toString());
      endpoints.put("worker_role", LocalIam.workerRole());
    } else {
      endpoints.put("connect_url", "http://127.0.0.1:" + settings.ports().connect());
    }
    return endpoints;
  }

  public List<Subprocess> children() {
    List<Subprocess> children = new ArrayList<>(List.of(mysql.child(), kafka.child()));
    if (connect != null) {
      children.add(connect.child());
    }
    if (s3 != null) {
      children.add(s3.child());
    }
    return children;
  }

  /** Ends the parts at once, for when nobody needs what they hold any more. */
  public void kill() {
    closeServices();
    children().forEach(Subprocess::kill);
  }

  /** Ends the parts, the workers first, since they still write their offsets to the broker. */
  @Override
  public void close() {
    if (connect != null) {
      connect.close();
    }
    closeServices();
    inParallel(
        () -> {
          if (kafka != null) {
            kafka.close();
          }
          if (s3 != null) {
            s3.close();
          }
        },
        () -> {
          if (mysql != null) {
            mysql.close();
          }
        });
  }

  private void closeServices() {
    if (mskConnect != null) {
      mskConnect.close();
    }
    if (iam != null) {
      iam.close();
    }
  }
}
