package io.mskcdc.local.chaos;

import io.mskcdc.local.clock.ClockAgent;
import io.mskcdc.local.kafka.ConnectWorker;
import io.mskcdc.local.kafka.IamLogin;
import io.mskcdc.local.kafka.InternalTopics;
import io.mskcdc.local.kafka.Kafka;
import io.mskcdc.local.mysql.MySql;
import io.mskcdc.local.mysql.MySqlHome;
import io.mskcdc.local.mysql.Shop;
import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.Parallel;
import io.mskcdc.local.process.Secrets;
import io.mskcdc.local.process.StackException;
import io.mskcdc.local.process.TcpPort;
import io.mskcdc.local.stack.LocalIam;
import io.mskcdc.local.stack.LocalStack;
import io.mskcdc.local.stack.Ports;
import io.mskcdc.local.stack.StackType;
import io.mskcdc.local.stack.WorkerPolicy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * MySQL, a broker and up to three workers, with a proxy between the connector and MySQL and another
 * one between the workers and the broker. Faults end and restart its parts.
 */
final class ChaosStack implements AutoCloseable {
  private static final int WORKERS = 3;

  private final Settings settings;
  private final Ports ports;
  private final TcpProxy databaseProxy;
  private final TcpProxy brokerProxy;
  private final Optional<LocalIam> iam;
  private final String maskKey = Secrets.key();
  private Workers workers;
  private ConnectorRest connector;
  private volatile MySql mysql;
  private volatile Kafka kafka;
  private int servers = 1;

  /**
   * The settings of a stack.
   *
   * @param folder holds data, logs and secrets; it does not exist
   * @param type a stack with workers
   * @param connectVersion the workers' release, see {@link Checkout#kafkaLibs}
   * @param policy the policy of the workers' role, in a stack with IAM
   * @param clockSteps whether the workers follow {@link #clockStep}
   */
  record Settings(
      Checkout checkout,
      Path folder,
      StackType type,
      String connectVersion,
      WorkerPolicy policy,
      boolean clockSteps) {}

  private ChaosStack(Settings settings, List<Integer> free) {
    this.settings = settings;
    ports =
        new Ports(
            free.get(0),
            free.get(1),
            free.get(2),
            free.get(3),
            free.get(4),
            free.get(5),
            free.get(6),
            free.get(7));
    databaseProxy = TcpProxy.start(free.get(8), ports.mysql());
    brokerProxy = TcpProxy.start(free.get(9), ports.kafka());
    iam =
        settings.type().hasIam()
            ? Optional.of(
                new LocalIam(settings.checkout(), settings.folder(), ports, brokerProxy.port()))
            : Optional.empty();
  }

  /** Starts MySQL, the broker and one worker, and returns when they are ready. */
  static ChaosStack start(Settings settings) {
    List<Integer> free = TcpPort.free(10 + WORKERS - 1);
    ChaosStack stack = new ChaosStack(settings, free);
    try {
      Parallel.run(stack::startFirstDatabase, stack::startBroker);
      stack.startFirstWorker(List.of(stack.ports.connect(), free.get(10), free.get(11)));
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  private void startFirstDatabase() {
    mysql =
        MySql.start(
            MySqlHome.find(settings.checkout()),
            settings.folder().resolve("mysql-1"),
            ports.mysql(),
            log("mysql-1/mysql"));
    try (Connection connection = mysql.connect()) {
      Shop.createIfAbsent(connection);
    } catch (SQLException e) {
      throw new StackException("the sample database could not be created: " + e.getMessage(), e);
    }
  }

  private Path log(String name) {
    return logs().resolve(name + ".log");
  }

  /** Returns the folder with the logs of all parts. */
  Path logs() {
    return settings.folder().resolve("logs");
  }

  private void startFirstWorker(List<Integer> restPorts) {
    iam.ifPresent(
        it -> {
          it.putSecrets(List.of(mysql));
          it.setWorkerPolicy(settings.policy().of(endpoints()));
          it.serve(List.of());
        });
    storePassword();
    ClockAgent.writeStep(clockStep(), 0);
    Path plugins =
        settings
            .checkout()
            .unpackPlugins(List.of(Checkout.MYSQL_PLUGIN), settings.folder().resolve("plugins"));
    workers =
        new Workers(
            IntStream.range(0, WORKERS)
                .mapToObj(index -> workerSettings(index, plugins, restPorts.get(index)))
                .toList());
    connector = new ConnectorRest(workers::url);
    workers.start(0);
    workers.awaitReady(0);
  }

  private ConnectWorker.Settings workerSettings(int index, Path plugins, int port) {
    Optional<IamLogin> login = iam.map(LocalIam::workerLogin);
    return new ConnectWorker.Settings(
        settings.checkout().kafkaLibs(settings.connectVersion()),
        plugins,
        settings.checkout().workerProperties(settings.type().environment()),
        brokerAddress(),
        iam.isPresent()
            ? InternalTopics.ofMskConnect("local", "1")
            : InternalTopics.of("local-connect"),
        port,
        settings.folder().resolve("connect-" + (index + 1)),
        log("connect-" + (index + 1) + "/connect"),
        login,
        index == 0 && login.isEmpty() ? Optional.of(ports.jmx()) : Optional.empty(),
        settings.clockSteps() ? Optional.of(clockStep()) : Optional.empty());
  }

  private String brokerAddress() {
    return iam.map(it -> it.listeners().endpoints().bootstrapServers())
        .orElse("127.0.0.1:" + brokerProxy.port());
  }

  /** Returns the variables that the stack's environment reads. */
  Map<String, String> endpoints() {
    Map<String, String> endpoints = new HashMap<>();
    endpoints.put("mysql_host", "127.0.0.1");
    endpoints.put("mysql_port", Integer.toString(databaseProxy.port()));
    endpoints.put("kafka_bootstrap_servers", brokerAddress());
    endpoints.put("connect_url", "http://127.0.0.1:" + ports.connect());
    if (iam.isPresent()) {
      endpoints.put("cluster_arn", iam.get().listeners().endpoints().cluster());
    } else {
      endpoints.put("connect_jmx", "127.0.0.1:" + ports.jmx());
      endpoints.put("secrets_file", secretsFile().toString());
    }
    return endpoints;
  }

  /** Returns the file with the milliseconds by which the workers' clock is ahead. */
  Path clockStep() {
    return settings.folder().resolve("clock-step").toAbsolutePath();
  }

  private Path secretsFile() {
    return settings.folder().resolve("secrets.properties").toAbsolutePath();
  }

  /** Stores the password of the connector's account where its configuration refers to it. */
  private void storePassword() {
    if (iam.isPresent()) {
      iam.get().putDatabaseSecret(mysql);
      return;
    }
    Secrets.writePrivately(
        secretsFile(),
        String.join(
            "\n",
            "mysql.user=" + MySql.DEBEZIUM_USER,
            "mysql.password=" + mysql.debeziumPassword(),
            "mask.key=" + maskKey,
            ""));
  }

  /** Gives the connector's account a new password, in MySQL and then in the secret. */
  void rotateSecret() {
    try {
      mysql.rotateDebeziumPassword();
      storePassword();
    } catch (SQLException e) {
      throw new StackException("the password could not be changed: " + e.getMessage(), e);
    }
  }

  /** Replaces the workers' AWS credentials, in a stack with IAM. */
  void renewCredentials() {
    iam.orElseThrow().renewWorkerKey();
  }

  boolean hasIam() {
    return iam.isPresent();
  }

  TcpProxy databaseProxy() {
    return databaseProxy;
  }

  TcpProxy brokerProxy() {
    return brokerProxy;
  }

  Workers workers() {
    return workers;
  }

  ConnectorRest connector() {
    return connector;
  }

  /** Returns the worker that runs the connector's task. */
  int workerOfTask() {
    return workers.indexOf(connector.workerOfTask());
  }

  /** Opens a connection to the server that is the source at present, past the proxy. */
  Connection connect() throws SQLException {
    return mysql.connect();
  }

  /** Returns the settings of a Kafka client that connects past the proxy. */
  Map<String, String> client() {
    return kafka.superUserClient();
  }

  void killDatabase() {
    mysql.subprocess().kill();
  }

  void restartDatabase() {
    mysql.restart();
  }

  /**
   * Starts a replica, makes it the source once it has all transactions, and kills the former
   * source. The caller pauses the load.
   */
  void failOver() {
    MySql former = mysql;
    servers++;
    String name = "mysql-" + servers;
    try {
      MySql replica =
          former.startReplica(
              servers,
              settings.folder().resolve(name),
              former.port() == ports.mysql() ? ports.mysql2() : ports.mysql(),
              log(name + "/mysql"));
      mysql = replica;
      replica.promote(former);
    } catch (SQLException e) {
      throw new StackException("the replica could not take over: " + e.getMessage(), e);
    }
    former.subprocess().kill();
    databaseProxy.setTarget(mysql.port());
  }

  void killBroker() {
    kafka.subprocess().kill();
  }

  /** Starts the broker, and returns when it answers. */
  void startBroker() {
    Path libs = settings.checkout().kafkaLibs(LocalStack.DEFAULT_CONNECT);
    Path log = log("kafka/kafka");
    kafka =
        iam.isPresent()
            ? Kafka.startWithIam(libs, iam.get().listeners(), log)
            : Kafka.startBehindProxy(
                libs,
                settings.folder().resolve("kafka"),
                ports.kafkaInternal(),
                ports.controller(),
                ports.kafka(),
                brokerProxy.port(),
                log);
    kafka.awaitReady();
  }

  /** Kills all parts: their data is not needed any more. */
  @Override
  public void close() {
    databaseProxy.close();
    brokerProxy.close();
    if (workers != null) {
      workers.killAll();
    }
    iam.ifPresent(LocalIam::close);
    if (mysql != null) {
      mysql.subprocess().kill();
    }
    if (kafka != null) {
      kafka.subprocess().kill();
    }
  }
}
