package io.mskcdc.local.stack;

import io.mskcdc.local.kafka.ConnectWorker;
import io.mskcdc.local.kafka.InternalTopics;
import io.mskcdc.local.kafka.Kafka;
import io.mskcdc.local.msk.MskConnect;
import io.mskcdc.local.mysql.DatabaseServer;
import io.mskcdc.local.mysql.MySql;
import io.mskcdc.local.mysql.MySqlHome;
import io.mskcdc.local.mysql.Shop;
import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.Parallel;
import io.mskcdc.local.process.Secrets;
import io.mskcdc.local.process.StackException;
import io.mskcdc.local.s3.S3Mock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Starts the parts of a stack, in parallel where no part needs another. */
final class StackStart {
  private static final String PLUGIN_BUCKET = "msk-cdc-plugins";

  private final LocalStack.Settings settings;
  private final Consumer<String> progress;
  private final long started = System.nanoTime();

  // Several threads set these parts. A failed start ends every part that is set.
  private final Map<DatabaseServer, MySql> databases =
      Collections.synchronizedMap(new EnumMap<>(DatabaseServer.class));
  private volatile LocalIam iam;
  private volatile Kafka kafka;
  private volatile S3Mock s3;
  private volatile ConnectWorker connect;
  private volatile MskConnect msk;

  StackStart(LocalStack.Settings settings, Consumer<String> progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /** Starts all parts and returns when each is ready. If one fails, all others are ended. */
  StackParts run() {
    try {
      if (settings.type().hasIam()) {
        iam = new LocalIam(settings.checkout(), settings.folder(), settings.ports());
      }
      progress.accept("Waiting for " + names() + " ...");
      if (settings.type() == StackType.MSK) {
        startWithMskConnect();
      } else {
        startWithWorker();
      }
      return parts();
    } catch (RuntimeException e) {
      parts().close();
      throw e;
    }
  }

  private StackParts parts() {
    return new StackParts(iam, databases, kafka, s3, connect, msk);
  }

  private String names() {
    return settings.databases().stream().map(DatabaseServer::part).collect(Collectors.joining(", "))
        + (settings.type() == StackType.MSK
            ? ", kafka, s3 and msk connect"
            : ", kafka and connect " + settings.connectVersion());
  }

  private void startWithWorker() {
    if (iam != null) {
      setWorkerPolicy();
      iam.serve(List.of());
      ready("aws", iam.address());
    }
    if (Files.exists(data(DatabaseServer.FIRST))) {
      // The worker starts the connectors of an earlier stack at once, and they need the new
      // password.
      startDatabases();
      startKafkaAndConnect();
    } else {
      Parallel.run(this::startDatabases, this::startKafkaAndConnect);
    }
  }

  private void startWithMskConnect() {
    Parallel.run(this::startDatabases, this::startKafkaAndS3);
    setWorkerPolicy();
    // MSK Connect starts the workers of an earlier stack at once, and they need all other parts.
    msk =
        MskConnect.start(
            MskConnect.Settings.of(
                settings.folder().resolve("msk-connect"),
                settings.checkout().kafkaLibs(LocalStack.DEFAULT_CONNECT),
                s3.endpoint(),
                role ->
                    role.equals(LocalIam.workerRole())
                        ? Optional.of(iam.workerLogin())
                        : Optional.empty()));
    iam.serve(msk.services());
    ready("aws", iam.address());
  }

  private void setWorkerPolicy() {
    iam.setWorkerPolicy(settings.policy().of(parts().endpoints(settings)));
  }

  private Path data(DatabaseServer server) {
    return settings.folder().resolve(server.part());
  }

  private void startDatabases() {
    MySqlHome home = MySqlHome.find(settings.checkout());
    Parallel.run(
        settings.databases().stream()
            .map(server -> (Runnable) () -> startMySql(home, server))
            .toArray(Runnable[]::new));
    if (iam == null) {
      writeSecrets();
    } else {
      iam.putSecrets(databases.values());
    }
  }

  private void startMySql(MySqlHome home, DatabaseServer server) {
    MySql mysql =
        MySql.start(
            home, server, data(server), settings.ports().of(server), settings.log(server.part()));
    databases.put(server, mysql);
    try (Connection connection = mysql.connect()) {
      Shop.createIfAbsent(connection);
    } catch (SQLException e) {
      throw new StackException("the sample database could not be created: " + e.getMessage(), e);
    }
    ready(server.part(), "127.0.0.1:" + mysql.port());
  }

  // The connector's configuration refers to this file through the worker's file provider.
  private void writeSecrets() {
    List<String> secrets = new ArrayList<>(List.of("mask.key=" + Secrets.key()));
    for (MySql mysql : databases.values()) {
      String debezium = mysql.identity().part();
      String shop = mysql.identity().shop();
      secrets.add(debezium + ".user=" + MySql.DEBEZIUM_USER);
      secrets.add(debezium + ".password=" + mysql.debeziumPassword());
      secrets.add(shop + ".user=" + MySql.SHOP_USER);
      secrets.add(shop + ".password=" + mysql.shopPassword());
    }
    Secrets.writePrivately(settings.secretsFile(), String.join("\n", secrets) + "\n");
  }

  private void startKafkaAndConnect() {
    kafka = startKafka();
    Path plugins =
        settings.checkout().unpackPlugins(plugins(), settings.folder().resolve("plugins"));
    // The worker retries until the broker is ready, so both start at the same time.
    connect =
        ConnectWorker.start(
            new ConnectWorker.Settings(
                settings.checkout().kafkaLibs(settings.connectVersion()),
                plugins,
                settings.checkout().workerProperties(settings.type().environment()),
                kafka.bootstrapServers(),
                iam == null
                    ? InternalTopics.of("local-connect")
                    : InternalTopics.ofMskConnect("local", "1"),
                settings.ports().connect(),
                settings.folder().resolve("connect"),
                settings.log("connect"),
                Optional.ofNullable(iam).map(LocalIam::workerLogin),
                iam == null ? Optional.of(settings.ports().jmx()) : Optional.empty(),
                Optional.empty()));
    kafka.awaitReady();
    ready("kafka", kafka.bootstrapServers());
    connect.awaitReady();
    ready("connect", connect.url());
  }

  private List<String> plugins() {
    List<String> plugins = new ArrayList<>(List.of(Checkout.MYSQL_PLUGIN));
    if (iam != null) {
      // The source for DynamoDB needs credentials and an endpoint, which IAM provides.
      plugins.add(Checkout.DYNAMODB_PLUGIN);
    }
    plugins.addAll(settings.morePlugins());
    return plugins;
  }

  private void startKafkaAndS3() {
    kafka = startKafka();
    s3 =
        S3Mock.start(
            settings.checkout().s3mock(), settings.folder().resolve("s3"), settings.log("s3"));
    kafka.awaitReady();
    ready("kafka", kafka.bootstrapServers());
    s3.awaitReady();
    s3.createBucket(PLUGIN_BUCKET);
    ready("s3", s3.endpoint().toString());
  }

  private Kafka startKafka() {
    Path libs = settings.checkout().kafkaLibs(Kafka.RELEASE);
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

  private void ready(String part, String address) {
    double seconds = (System.nanoTime() - started) / 1e9;
    progress.accept(String.format("  %-7s is ready at %s (%.1f s)", part, address, seconds));
  }
}
