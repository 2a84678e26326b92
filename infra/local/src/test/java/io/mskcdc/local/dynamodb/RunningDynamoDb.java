package io.mskcdc.local.dynamodb;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.aws.AwsCli;
import io.mskcdc.local.aws.LocalAws;
import io.mskcdc.local.aws.SigningClient;
import io.mskcdc.local.aws.rest.VerifiedRequest;
import io.mskcdc.local.iam.Account.AccessKey;
import io.mskcdc.local.iam.AccountFile;
import io.mskcdc.local.iam.AccountFolder;
import io.mskcdc.local.process.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** A local DynamoDB behind its server, with clients of the SDK that do not retry. */
public final class RunningDynamoDb implements AutoCloseable {
  static final String REGION = "eu-west-1";
  static final String TABLE_ARN =
      "arn:aws:dynamodb:" + REGION + ":" + AccountFolder.ACCOUNT_ID + ":table/";

  private static final String PRINCIPAL = AccountFolder.role("writer");
  private static final ObjectMapper JSON = new ObjectMapper();

  final LocalDynamoDb control;
  public final DynamoDbClient tables;
  final DynamoDbStreamsClient streams;

  private final SdkHttpClient http = UrlConnectionHttpClient.create();
  private final Path folder;
  private final AccountFolder account;
  private LocalAws server;

  public RunningDynamoDb() {
    this(null);
  }

  /**
   * @param journal null for a DynamoDB that forgets all at its end
   */
  RunningDynamoDb(Path journal) {
    try {
      folder = Files.createTempDirectory("dynamodb");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    account =
        new AccountFolder(
            folder.resolve("account"),
            REGION,
            "arn:aws:kafka:" + REGION + ":" + AccountFolder.ACCOUNT_ID + ":cluster/local/0000");
    account.addKey("writer", PRINCIPAL);
    allow("dynamodb:*", "*");
    AccountFile keys = new AccountFile(account.accountFile());
    control =
        journal == null
            ? new LocalDynamoDb()
            : new LocalDynamoDb(
                journal,
                request -> new VerifiedRequest(request, keys.read(), PRINCIPAL, arns -> {}));
    server = start(0);
    tables = client(DynamoDbClient.builder(), key().secret());
    streams = client(DynamoDbStreamsClient.builder(), key().secret());
  }

  private LocalAws start(int port) {
    return LocalAws.start(
        port,
        new AccountFile(account.accountFile()),
        control.services(),
        folder.resolve("aws.log"));
  }

  /** Ends the server, and starts another on its port. */
  void restart() {
    int port = server.endpoint().getPort();
    server.close();
    server = start(port);
  }

  /** Replaces the policy: it allows one action on one resource. */
  void allow(String action, String resource) {
    ObjectNode policy = JSON.createObjectNode();
    policy
        .putArray("Statement")
        .addObject()
        .put("Effect", "Allow")
        .put("Action", action)
        .put("Resource", resource);
    account.setPolicy(PRINCIPAL, policy);
  }

  private AccessKey key() {
    return new AccountFile(account.accountFile()).read().keys().values().iterator().next();
  }

  private AwsCredentials credentials(String secret) {
    return AwsSessionCredentials.create(key().id(), secret, key().sessionToken());
  }

  /** Returns the environment of a process that uses this DynamoDB, with all permissions. */
  public Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_ACCESS_KEY_ID", key().id());
    environment.put("AWS_SECRET_ACCESS_KEY", key().secret());
    environment.put("AWS_SESSION_TOKEN", key().sessionToken());
    environment.put("AWS_REGION", REGION);
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    environment.put("AWS_ENDPOINT_URL_DYNAMODB", server.endpoint().toString());
    return environment;
  }

  /** Returns a client of DynamoDB Streams for JSON. */
  public SigningClient streamsApi() {
    return new SigningClient(
        server.endpoint(),
        new AccountFile(account.accountFile()),
        PRINCIPAL,
        "dynamodb",
        "DynamoDBStreams_20120810");
  }

  /** Returns the AWS CLI for commands of a service. */
  AwsCli cli(String service) {
    return new AwsCli(service, server.endpoint(), REGION, credentials(key().secret()));
  }

  /** Returns a client that signs with another secret than the key's own, or with that. */
  <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
      B builder, String secret) {
    return builder
        .httpClient(http)
        .endpointOverride(server.endpoint())
        .region(Region.of(REGION))
        .credentialsProvider(StaticCredentialsProvider.create(credentials(secret)))
        .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }

  /** Creates a table with the key {@code id}, a string, and one shard. */
  public TableDescription create(String table) {
    return create(table, BillingMode.PROVISIONED, StreamViewType.NEW_AND_OLD_IMAGES);
  }

  TableDescription create(String table, BillingMode billing, StreamViewType view) {
    return tables
        .createTable(
            r -> {
              r.tableName(table)
                  .billingMode(billing)
                  .keySchema(key("id", KeyType.HASH))
                  .attributeDefinitions(attribute("id", ScalarAttributeType.S))
                  .streamSpecification(s -> s.streamEnabled(true).streamViewType(view));
              if (billing == BillingMode.PROVISIONED) {
                r.provisionedThroughput(t -> t.readCapacityUnits(1L).writeCapacityUnits(1L));
              }
            })
        .tableDescription();
  }

  static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  static AttributeDefinition attribute(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  public String stream(String table) {
    return tables.describeTable(r -> r.tableName(table)).table().latestStreamArn();
  }

  /** Returns all shards, from pages of two. */
  public List<Shard> shards(String stream) {
    List<Shard> shards = new ArrayList<>();
    String last = null;
    do {
      String start = last;
      StreamDescription page =
          streams
              .describeStream(r -> r.streamArn(stream).limit(2).exclusiveStartShardId(start))
              .streamDescription();
      shards.addAll(page.shards());
      last = page.lastEvaluatedShardId();
    } while (last != null);
    return shards;
  }

  public String iterator(String stream, String shard, ShardIteratorType type) {
    return streams
        .getShardIterator(r -> r.streamArn(stream).shardId(shard).shardIteratorType(type))
        .shardIterator();
  }

  String iterator(String stream, String shard, ShardIteratorType type, String number) {
    return streams
        .getShardIterator(
            r -> r.streamArn(stream).shardId(shard).shardIteratorType(type).sequenceNumber(number))
        .shardIterator();
  }

  /** Returns the records of one shard. */
  List<Record> records(String stream, String shard) {
    List<Record> records = new ArrayList<>();
    String next = iterator(stream, shard, ShardIteratorType.TRIM_HORIZON);
    GetRecordsResponse page;
    do {
      String iterator = next;
      page = streams.getRecords(r -> r.shardIterator(iterator));
      records.addAll(page.records());
      next = page.nextShardIterator();
      // An open shard has a next iterator for ever.
    } while (next != null && !page.records().isEmpty());
    return records;
  }

  /** Returns the records of a table, its shards in the order in which they are listed. */
  List<Record> allRecords(String table) {
    String stream = stream(table);
    return shards(stream).stream()
        .flatMap(shard -> records(stream, shard.shardId()).stream())
        .toList();
  }

  @Override
  public void close() {
    tables.close();
    streams.close();
    http.close();
    server.close();
    Folders.delete(folder);
  }
}
