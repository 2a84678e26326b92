package io.mskcdc.local.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.aws.LocalAws;
import io.mskcdc.local.aws.SecretStore;
import io.mskcdc.local.aws.SecretsManager;
import io.mskcdc.local.aws.SigningClient;
import io.mskcdc.local.aws.rest.LocalService;
import io.mskcdc.local.aws.rest.ServiceError;
import io.mskcdc.local.aws.rest.VerifiedRequest;
import io.mskcdc.local.dynamodb.LocalDynamoDb;
import io.mskcdc.local.iam.AccountFile;
import io.mskcdc.local.iam.AccountFolder;
import io.mskcdc.local.kafka.IamListeners;
import io.mskcdc.local.kafka.IamLogin;
import io.mskcdc.local.mysql.DatabaseServer;
import io.mskcdc.local.mysql.MySql;
import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.Secrets;
import io.mskcdc.local.process.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The IAM side of a stack: an account with roles for the workers, the deployer and an application
 * with tables in DynamoDB, the broker's listeners, and the AWS services.
 */
public final class LocalIam implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REGION = "eu-west-1";
  private static final String CLUSTER =
      "arn:aws:kafka:"
          + REGION
          + ":"
          + AccountFolder.ACCOUNT_ID
          + ":cluster/local/b1a2c3d4-0000-4000-8000-000000000000-1";
  private static final String WORKER = "msk-cdc-worker";
  static final String DEPLOYER = "msk-cdc-deployer";
  static final String APPLICATION = "msk-cdc-application";
  private static final String FUNCTION = "msk-cdc-function";
  private static final String MASK_SECRET = "local/mysql-cdc/mask";

  private final IamListeners listeners;
  private final AccountFolder account;
  private final Checkout checkout;
  private final Path log;
  private final int port;
  private final SecretStore secrets = new SecretStore();
  private final LocalDynamoDb dynamoDb;
  private volatile LocalAws aws;

  /**
   * @param folder the folder of the stack
   */
  LocalIam(Checkout checkout, Path folder, Ports ports) {
    this(checkout, folder, ports, ports.kafka());
  }

  /**
   * @param folder the folder of the stack
   * @param brokerPort the port that clients of the broker connect to: that of a proxy
   */
  public LocalIam(Checkout checkout, Path folder, Ports ports, int brokerPort) {
    this.checkout = checkout;
    account = new AccountFolder(accountFolder(folder), REGION, CLUSTER);
    log = folder.resolve("logs/aws.log");
    port = ports.aws();
    account.addKey(WORKER, AccountFolder.role(WORKER));
    account.addKey(DEPLOYER, AccountFolder.role(DEPLOYER));
    account.setPolicy(
        AccountFolder.role(DEPLOYER), policyAllowing("kafkaconnect:*", "logs:FilterLogEvents"));
    account.addKey(APPLICATION, AccountFolder.role(APPLICATION));
    account.setPolicy(AccountFolder.role(APPLICATION), policyAllowing("dynamodb:*"));
    account.addKey(FUNCTION, AccountFolder.role(FUNCTION));
    account.setPolicy(AccountFolder.role(FUNCTION), policyAllowing("dynamodb:PutItem"));
    dynamoDb = dynamoDb(folder.resolve("dynamodb/journal"));
    listeners =
        IamListeners.prepare(
            new IamListeners.Settings(
                folder.resolve("kafka-iam"),
                account.accountFile(),
                ports.kafka(),
                brokerPort,
                ports.kafkaInternal(),
                ports.controller()));
  }

  private LocalDynamoDb dynamoDb(Path journal) {
    AccountFile keys = new AccountFile(account.accountFile());
    String application = AccountFolder.role(APPLICATION);
    try {
      return new LocalDynamoDb(
          journal, request -> new VerifiedRequest(request, keys.read(), application, arns -> {}));
    } catch (ServiceError | DateTimeParseException e) {
      throw new StackException(
          journal
              + " cannot be read: "
              + e.getMessage()
              + "\n  next: run ./scripts/local-stack.sh reset, which deletes all data of the stack",
          e);
    }
  }

  /** Starts Secrets Manager, DynamoDB with the table orders, and {@code others}. */
  public void serve(List<LocalService> others) {
    List<LocalService> services = new ArrayList<>(others);
    services.add(SecretsManager.of(secrets));
    services.addAll(dynamoDb.services());
    try {
      Files.createDirectories(log.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    aws = LocalAws.start(port, new AccountFile(account.accountFile()), services, log);
    orders().createIfAbsent();
  }

  /** Returns the table orders, as the application uses it. */
  OrdersTable orders() {
    return new OrdersTable(
        aws.endpoint(), new AccountFile(account.accountFile()), AccountFolder.role(APPLICATION));
  }

  /** Returns a client of DynamoDB with the application's permissions. */
  SigningClient dynamoDbClient() {
    return new SigningClient(
        aws.endpoint(),
        new AccountFile(account.accountFile()),
        AccountFolder.role(APPLICATION),
        "dynamodb",
        "DynamoDB_20120810");
  }

  /** Returns the environment of a function on Lambda, whose role may only put items. */
  Map<String, String> functionEnvironment() {
    Map<String, String> environment =
        IamLogin.environment(account.credentialsFile(), FUNCTION, REGION);
    environment.put("AWS_ENDPOINT_URL_DYNAMODB", address());
    return environment;
  }

  private static JsonNode policyAllowing(String... actions) {
    ObjectNode policy = JSON.createObjectNode().put("Version", "2012-10-17");
    policy
        .putArray("Statement")
        .addObject()
        .put("Effect", "Allow")
        .put("Resource", "*")
        .set("Action", JSON.valueToTree(actions));
    return policy;
  }

  private static Path accountFolder(Path stack) {
    return stack.resolve("account");
  }

  /** Returns the credentials file of a stack's account. */
  static Path credentialsFile(Path stack) {
    return AccountFolder.credentialsFile(accountFolder(stack));
  }

  /** Returns the listeners of the broker. */
  public IamListeners listeners() {
    return listeners;
  }

  String address() {
    return "http://127.0.0.1:" + port;
  }

  /** Returns the ARN of the workers' role. */
  static String workerRole() {
    return AccountFolder.role(WORKER);
  }

  /** Returns the environment variables that give the deployer the key of its role. */
  Map<String, String> deployerEnvironment() {
    return IamLogin.environment(account.credentialsFile(), DEPLOYER, REGION);
  }

  /** Replaces the workers' credentials, as AWS does before the former ones expire. */
  public void renewWorkerKey() {
    account.replaceKey(WORKER, workerRole());
  }

  /** Sets the policy of the workers' role. */
  public void setWorkerPolicy(JsonNode policy) {
    account.setPolicy(workerRole(), policy);
  }

  /** Stores the secrets that configurations of connectors refer to. */
  public void putSecrets(Collection<MySql> databases) {
    databases.forEach(this::putDatabaseSecret);
    put(MASK_SECRET, Map.of("key", Secrets.key()));
  }

  /** Stores the password of a server's account for capture, also after its rotation. */
  public void putDatabaseSecret(MySql mysql) {
    put(
        databaseSecret(mysql.identity()),
        Map.of("username", MySql.DEBEZIUM_USER, "password", mysql.debeziumPassword()));
  }

  private static String databaseSecret(DatabaseServer server) {
    String owner = server == DatabaseServer.FIRST ? "mysql-cdc" : server.part();
    return "local/" + owner + "/database";
  }

  private void put(String name, Map<String, String> secret) {
    secrets.put(name, JSON.valueToTree(secret).toString());
  }

  /** Returns the login of a worker with the key of the workers' role. */
  public IamLogin workerLogin() {
    return new IamLogin(
        checkout.iamClientLibs(),
        listeners.endpoints(),
        account.credentialsFile(),
        WORKER,
        Map.of(
            "AWS_ENDPOINT_URL_SECRETS_MANAGER", address(),
            "AWS_ENDPOINT_URL_DYNAMODB", address(),
            "AWS_ENDPOINT_URL_DYNAMODB_STREAMS", address()));
  }

  @Override
  public void close() {
    if (aws != null) {
      aws.close();
    }
  }
}
