package io.mskcdc.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.aws.LocalAws;
import io.mskcdc.local.aws.SecretStore;
import io.mskcdc.local.aws.SecretsManager;
import io.mskcdc.local.dynamodb.LocalDynamoDb;
import io.mskcdc.local.iam.AccountFile;
import io.mskcdc.local.iam.AccountFolder;
import io.mskcdc.local.kafka.ConnectWorker;
import io.mskcdc.local.kafka.IamListeners;
import io.mskcdc.local.kafka.IamLogin;
import io.mskcdc.local.kafka.InternalTopics;
import io.mskcdc.local.kafka.Kafka;
import io.mskcdc.local.mysql.MySql;
import io.mskcdc.local.mysql.MySqlHome;
import io.mskcdc.local.mysql.Shop;
import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.stack.OrdersTable;
import io.mskcdc.local.stack.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * MySQL and DynamoDB with the sample tables, a broker whose clients must log in by IAM, and Secrets
 * Manager. A test sets the policies of the account's roles.
 */
final class IamMachine implements AutoCloseable {
  static final String ENV = "local-iam";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String APPLICATION = "application";
  private static final String REGION = "eu-west-1";
  private static final String CLUSTER =
      "arn:aws:kafka:eu-west-1:"
          + AccountFolder.ACCOUNT_ID
          + ":cluster/local/5f0cb6a1-71a8-4f1e-9d4c-0f6c4a3b2d10-1";

  private final Path root;
  private final Ports ports = Ports.free();
  private final AccountFolder account;
  private final IamListeners listeners;
  private Kafka kafka;
  private MySql mysql;
  private LocalAws aws;
  private final AtomicInteger serverIds = new AtomicInteger(200_000);

  private IamMachine(Path root) {
    this.root = root;
    account = new AccountFolder(root.resolve("account"), REGION, CLUSTER);
    listeners =
        IamListeners.prepare(
            new IamListeners.Settings(
                root.resolve("kafka"),
                account.accountFile(),
                ports.kafka(),
                ports.kafkaInternal(),
                ports.controller()));
  }

  static IamMachine start(Path root) {
    IamMachine machine = new IamMachine(root);
    try {
      machine.start();
      return machine;
    } catch (RuntimeException | SQLException | IOException e) {
      machine.close();
      throw new AssertionError("the IAM machine did not start: " + e.getMessage(), e);
    }
  }

  private void start() throws SQLException, IOException {
    kafka =
        Kafka.startWithIam(
            Pipeline.CHECKOUT.kafkaLibs("3.7.2"), listeners, root.resolve("kafka.log"));
    mysql =
        MySql.start(
            MySqlHome.find(Pipeline.CHECKOUT),
            root.resolve("mysql"),
            ports.mysql(),
            root.resolve("mysql.log"));
    try (Connection shop = mysql.connect()) {
      Shop.createIfAbsent(shop);
    }
    SecretStore secrets = new SecretStore();
    secrets.put(
        "local/mysql-cdc/database",
        JSON.createObjectNode()
            .put("username", MySql.DEBEZIUM_USER)
            .put("password", mysql.debeziumPassword())
            .toString());
    secrets.put(
        "local/mysql-cdc/mask", JSON.createObjectNode().put("key", Pipeline.MASK_KEY).toString());
    aws =
        LocalAws.start(
            0,
            new AccountFile(account.accountFile()),
            Stream.concat(
                    Stream.of(SecretsManager.of(secrets)), new LocalDynamoDb().services().stream())
                .toList(),
            root.resolve("aws.log"));
    allow(
        APPLICATION,
        JSON.readTree(
            "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"dynamodb:*\", \"Resource\": \"*\"}}"));
    orders().createIfAbsent();
    Pipeline.CHECKOUT.unpackPlugins(
        List.of(Checkout.MYSQL_PLUGIN, Checkout.DYNAMODB_PLUGIN), root.resolve("plugins"));
    Pipeline.copyConfigurations(root, Map.of());
    kafka.awaitReady();
  }

  /** Creates a key for a role, in a profile with the name of the role, and sets its policy. */
  void allow(String role, JsonNode policy) {
    account.addKey(role, AccountFolder.role(role));
    account.setPolicy(AccountFolder.role(role), policy);
  }

  /** Returns the variables that the environment local-iam reads. */
  Map<String, String> endpoints(int connectPort) {
    return Map.of(
        "cluster_arn",
        CLUSTER,
        "connect_url",
        "http://127.0.0.1:" + connectPort,
        "kafka_bootstrap_servers",
        listeners.endpoints().bootstrapServers(),
        "mysql_host",
        "127.0.0.1",
        "mysql_port",
        Integer.toString(mysql.port()));
  }

  /**
   * Creates a checkout whose mysql-cdc uses every feature that needs permissions, including signals
   * and notifications through Kafka.
   *
   * @param name the topic prefix, also used in the names of topics and groups
   * @param worker lines added to worker.properties
   * @param more options added to the overlay
   */
  Path checkout(String name, List<String> worker, Map<String, String> more) throws IOException {
    Path checkout = root.resolve("checkouts").resolve(name + more.size());
    // Only offline commands use this checkout: nothing listens on port 1.
    Pipeline.copyConfigurations(checkout, endpoints(1));
    Files.move(
        checkout.resolve(".local-stack/endpoints.yaml"),
        checkout.resolve(".local-stack/endpoints-iam.yaml"));
    Path environment = checkout.resolve("connector-configs/environments/" + ENV);
    Files.write(environment.resolve("worker.properties"), worker, StandardOpenOption.APPEND);
    Path file = environment.resolve("mysql-cdc.json");
    ObjectNode overlay = (ObjectNode) JSON.readTree(file.toFile());
    ObjectNode config = overlay.withObject("config");
    Map<String, String> changes = new LinkedHashMap<>();
    changes.put("topic.prefix", name);
    changes.put("database.server.id", Integer.toString(serverId()));
    changes.put("heartbeat.interval.ms", "1000");
    changes.put("schema.history.internal.kafka.topic", "schema-changes." + name);
    changes.put("topic.creation.append.include", name + "," + name + "\\..*\\.append");
    changes.put(
        "transforms.cdc.route.rules",
        "keyless -> ${topic}.append,topic:([^.]+)\\.(.*) -> " + name + ".$2");
    changes.put("signal.enabled.channels", "kafka");
    changes.put("signal.kafka.topic", name + "-signals");
    changes.put("signal.kafka.groupId", name + "-signals");
    changes.put("signal.kafka.bootstrap.servers", "{{ kafka_bootstrap_servers }}");
    // By default the signal consumer polls for 0.1 s every 5 s, which is too slow for this test.
    changes.put("signal.poll.interval.ms", "500");
    changes.put("signal.kafka.poll.timeout.ms", "500");
    changes.put("notification.enabled.channels", "sink");
    changes.put("notification.sink.topic.name", name + "-notifications");
    changes.putAll(more);
    changes.forEach(config::put);
    JSON.writeValue(file.toFile(), overlay);
    return checkout;
  }

  /** Returns an unused server id for a connector. */
  int serverId() {
    return serverIds.incrementAndGet();
  }

  /** Creates the topic of signals, which neither the worker nor the connector creates. */
  void createSignalTopic(String name) {
    try (Admin admin = Admin.create(objects(kafka.superUserClient()))) {
      admin.createTopics(List.of(new NewTopic(name + "-signals", 1, (short) 1))).all().get();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /**
   * Starts a worker that logs in as a role.
   *
   * @param more lines added to the worker.properties of local-iam
   */
  ConnectWorker startWorker(String name, String connectVersion, int port, List<String> more)
      throws IOException {
    Path work = Files.createDirectories(root.resolve("workers").resolve(name));
    List<String> lines =
        new ArrayList<>(
            Files.readAllLines(
                Pipeline.CHECKOUT
                    .root()
                    .resolve("connector-configs/environments/" + ENV + "/worker.properties")));
    lines.addAll(more);
    Path properties = Files.write(work.resolve("given.properties"), lines);
    return ConnectWorker.start(
        new ConnectWorker.Settings(
            Pipeline.CHECKOUT.kafkaLibs(connectVersion),
            root.resolve("plugins"),
            properties,
            listeners.endpoints().bootstrapServers(),
            InternalTopics.ofMskConnect(name, "1"),
            port,
            work,
            workerLog(name),
            Optional.of(login(name))));
  }

  Path workerLog(String name) {
    return root.resolve("workers").resolve(name).resolve("connect.log");
  }

  private IamLogin login(String role) {
    return new IamLogin(
        Pipeline.CHECKOUT.iamClientLibs(),
        listeners.endpoints(),
        account.credentialsFile(),
        role,
        Map.of(
            "AWS_ENDPOINT_URL_SECRETS_MANAGER", aws.endpoint().toString(),
            "AWS_ENDPOINT_URL_DYNAMODB", aws.endpoint().toString(),
            "AWS_ENDPOINT_URL_DYNAMODB_STREAMS", aws.endpoint().toString()));
  }

  /**
   * Returns the deployer with the login of a role.
   *
   * @param connectPort the port of Connect's REST API
   */
  Deployer deployer(Path checkout, String role, int connectPort) throws IOException {
    Files.write(
        checkout.resolve(".local-stack/endpoints-iam.yaml"),
        JSON.writeValueAsBytes(endpoints(connectPort)));
    Map<String, String> environment = new HashMap<>(login(role).environment());
    environment.put(
        "JDK_JAVA_OPTIONS",
        "-Djdk.net.hosts.file="
            + listeners.endpoints().hosts()
            + " -Djavax.net.ssl.trustStore="
            + listeners.endpoints().trustStore());
    return new Deployer(checkout, environment);
  }

  /** Returns the sample table in DynamoDB, as an application uses it. */
  OrdersTable orders() {
    return new OrdersTable(
        aws.endpoint(), new AccountFile(account.accountFile()), AccountFolder.role(APPLICATION));
  }

  /** Returns a consumer that reads topics from their start. */
  KafkaConsumer<String, String> consume(String... topics) {
    Map<String, Object> settings = objects(kafka.superUserClient());
    settings.put("group.id", "records-of-" + topics[0]);
    settings.put("auto.offset.reset", "earliest");
    // A topic may be created later.
    settings.put("metadata.max.age.ms", "300");
    KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    consumer.subscribe(List.of(topics));
    return consumer;
  }

  /** Returns the log of the AWS services, which has a line for each request. */
  String awsLog() throws IOException {
    return Files.readString(root.resolve("aws.log"));
  }

  void signal(String name, String message) {
    Map<String, Object> settings = objects(kafka.superUserClient());
    ObjectNode signal = JSON.createObjectNode().put("id", message).put("type", "log");
    signal.putObject("data").put("message", message);
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(name + "-signals", name, signal.toString()));
    }
  }

  long written(String topic) {
    Topics topics = topics();
    return topics.names().contains(topic) ? topics.written(topic) : 0;
  }

  Topics topics() {
    return new Topics(kafka.superUserClient());
  }

  Connection shop() throws SQLException {
    return mysql.connect();
  }

  /** Returns the broker's log, which has a line for each login. */
  String brokerLog() {
    try {
      return Files.readString(root.resolve("kafka.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the authorization decisions of the broker so far. */
  List<JsonNode> decisions() {
    try {
      List<JsonNode> decisions = new ArrayList<>();
      for (String line : Files.readAllLines(listeners.decisionsLog())) {
        decisions.add(JSON.readTree(line));
      }
      return decisions;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> objects(Map<String, String> settings) {
    return new HashMap<>(settings);
  }

  @Override
  public void close() {
    if (aws != null) {
      aws.close();
    }
    if (mysql != null) {
      mysql.subprocess().kill();
    }
    if (kafka != null) {
      kafka.close();
    }
  }
}
