package io.mskcdc.dynamodb;

import io.mskcdc.local.aws.LocalAws;
import io.mskcdc.local.aws.rest.VerifiedRequest;
import io.mskcdc.local.dynamodb.LocalDynamoDb;
import io.mskcdc.local.iam.AccountFile;
import io.mskcdc.local.process.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** The local DynamoDB, and credentials for it where the SDK's default chain finds them. */
final class DynamoDb implements AutoCloseable {
  private static final String REGION = "eu-west-1";

  // Those that the build gives to the workers of integration tests in their environment.
  private static final String KEY = "AKIDOFTHEWORKER";
  private static final String SECRET = "signing-key-of-the-worker";

  private static final String ACCOUNT = "account.json";
  private static final String ROLE = "arn:aws:iam::111122223333:role/worker";

  LocalDynamoDb control;
  final DynamoDbClient client;
  private final Path folder;
  private LocalAws server;

  DynamoDb() {
    try {
      folder = Files.createTempDirectory("dynamodb");
      Files.writeString(
          folder.resolve(ACCOUNT),
          """
          {"region": "%s", "cluster": "arn:aws:kafka:eu-west-1:111122223333:cluster/shop/0a1b-2",
           "keys": [{"id": "%s", "secret": "%s", "principal": "%s"}],
           "policies": {"%s": {"Statement":
             {"Effect": "Allow", "Action": "dynamodb:*", "Resource": "*"}}}}
          """
              .formatted(REGION, KEY, SECRET, ROLE, ROLE));
      begin();
      server = start(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.setProperty(SdkSystemSetting.AWS_ACCESS_KEY_ID.property(), KEY);
    System.setProperty(SdkSystemSetting.AWS_SECRET_ACCESS_KEY.property(), SECRET);
    client =
        DynamoDbClient.builder()
            .httpClient(UrlConnectionHttpClient.create())
            .endpointOverride(endpoint())
            .region(Region.of(REGION))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, SECRET)))
            .build();
  }

  private LocalAws start(int port) throws IOException {
    return LocalAws.start(
        port,
        new AccountFile(folder.resolve(ACCOUNT)),
        control.services(),
        folder.resolve("aws.log"));
  }

  /** Begins with the tables and streams of the journal, as a new process does. */
  private void begin() {
    AccountFile keys = new AccountFile(folder.resolve(ACCOUNT));
    control =
        new LocalDynamoDb(
            folder.resolve("journal"),
            request -> new VerifiedRequest(request, keys.read(), ROLE, arns -> {}));
  }

  /**
   * Ends the service, with all connections and all that is in memory, and starts another on its
   * port.
   */
  void restart() throws IOException {
    int port = endpoint().getPort();
    server.close();
    begin();
    server = start(port);
  }

  private URI endpoint() {
    return server.endpoint();
  }

  /** Creates a table with the key {@code id}, a string. */
  void create(String table, StreamViewType view) {
    client.createTable(
        r ->
            r.tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(
                    KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build())
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName("id")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .streamSpecification(
                    s -> {
                      s.streamEnabled(view != null);
                      if (view != null) {
                        s.streamViewType(view);
                      }
                    }));
  }

  void create(String table) {
    create(table, StreamViewType.NEW_AND_OLD_IMAGES);
  }

  void put(String table, Map<String, AttributeValue> item) {
    client.putItem(r -> r.tableName(table).item(item));
  }

  void put(String table, String id, String email) {
    put(table, Map.of("id", AttributeValue.fromS(id), "email", AttributeValue.fromS(email)));
  }

  void delete(String table, String id) {
    client.deleteItem(r -> r.tableName(table).key(Map.of("id", AttributeValue.fromS(id))));
  }

  /** Returns the values of an attribute by {@code id}. */
  Map<String, String> scan(String table, String attribute) {
    Map<String, String> values = new HashMap<>();
    client
        .scanPaginator(r -> r.tableName(table))
        .items()
        .forEach(item -> values.put(item.get("id").s(), item.get(attribute).s()));
    return values;
  }

  /** Returns a connector's configuration. */
  Map<String, String> options(String tables) {
    Map<String, String> options = new HashMap<>();
    options.put("connector.class", DynamoDbStreamsSourceConnector.class.getName());
    options.put("tables", tables);
    options.put("topic.prefix", "production");
    options.put("region", REGION);
    options.put("endpoint", endpoint().toString());
    options.put("heartbeat.interval.ms", "1000");
    return options;
  }

  @Override
  public void close() {
    client.close();
    server.close();
    Folders.delete(folder);
    System.clearProperty(SdkSystemSetting.AWS_ACCESS_KEY_ID.property());
    System.clearProperty(SdkSystemSetting.AWS_SECRET_ACCESS_KEY.property());
  }
}
