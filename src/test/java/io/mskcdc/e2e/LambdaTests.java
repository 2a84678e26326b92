package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.local.aws.LocalAws;
import io.mskcdc.local.aws.SigningClient;
import io.mskcdc.local.demo.LambdaConsumer;
import io.mskcdc.local.demo.MirroredTable;
import io.mskcdc.local.dynamodb.LocalDynamoDb;
import io.mskcdc.local.iam.AccountFile;
import io.mskcdc.local.iam.AccountFolder;
import io.mskcdc.local.kafka.IamLogin;
import io.mskcdc.local.process.Folders;
import io.mskcdc.local.process.PollLoop;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The functions of infra/aws/lambda, which keep the rows of MySQL in DynamoDB and S3. */
interface LambdaTests extends RunningConnector {
  String CLUSTER = "arn:aws:kafka:eu-west-1:000000000000:cluster/local/0000-1";
  MirroredTable PRODUCTS =
      new MirroredTable(
          "production_db",
          "products",
          List.of("sku"),
          List.of("sku", "name", "price", "weight_kg"));

  /** One of 40 keys: so rows change often, are deleted, and come again. */
  private static String change(Random random) {
    int number = random.nextInt(40);
    String row = " WHERE sku = 'L-" + number + "'";
    return switch (random.nextInt(6)) {
      case 0, 1, 2 ->
          "INSERT INTO products VALUES ('L-%d', 'Zoë''s', %d.%02d, NULL, '{\"n\": 1}')"
                  .formatted(number, random.nextInt(1000), random.nextInt(100))
              + " ON DUPLICATE KEY UPDATE price = price + 1, weight_kg = 0.25";
      case 3 -> "DELETE FROM products" + row;
      // A change of the key.
      case 4 -> "UPDATE IGNORE products SET sku = CONCAT('M', sku)" + row;
      default -> "UPDATE products SET price = -price, weight_kg = NULL" + row;
    };
  }

  @Test
  default void tableAndObjectsHaveTheRowsOfMySqlAfterKillsOfTheFunctions() throws Exception {
    Path folder = Files.createTempDirectory("functions");
    AccountFolder account = new AccountFolder(folder.resolve("account"), "eu-west-1", CLUSTER);
    account.addKey("function", AccountFolder.role("function"));
    account.setPolicy(
        AccountFolder.role("function"),
        new ObjectMapper()
            .readTree(
                "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"dynamodb:*\",\"Resource\":\"*\"}}"));
    AccountFile keys = new AccountFile(account.accountFile());
    try (LocalAws aws =
            LocalAws.start(0, keys, new LocalDynamoDb().services(), folder.resolve("aws.log"));
        LambdaConsumer functions =
            LambdaConsumer.start(settings(folder, account, keys, aws.endpoint().toString()))) {
      try (Connection shop = pipeline().shop();
          Statement statement = shop.createStatement()) {
        Random random = new Random(7);
        for (int step = 0; step < 900; step++) {
          long before = functions.invocations();
          statement.execute(change(random));
          if (step % 300 == 150) {
            await(functions, () -> functions.invocations() > before);
            functions.killFunctions();
          }
        }
        SortedMap<String, String> rows = PRODUCTS.inMySql(shop);
        assertThat(rows).hasSizeGreaterThan(20);
        await(functions, () -> PRODUCTS.inDynamoDb(functions.items()).equals(rows));
        await(functions, () -> PRODUCTS.inS3(functions.lines(PRODUCTS.topic())).equals(rows));
      }
      assertThat(functions.objects()).noneMatch(key -> key.startsWith("failed/"));
    } finally {
      execute("DELETE FROM products WHERE sku RLIKE '^M?L-'");
      Folders.delete(folder);
    }
    assertThat(pipeline().topics().readAll(PRODUCTS.topic())).hasSizeGreaterThan(500);
  }

  private LambdaConsumer.Settings settings(
      Path folder, AccountFolder account, AccountFile keys, String dynamoDb) {
    Map<String, String> environment =
        IamLogin.environment(account.credentialsFile(), "function", "eu-west-1");
    environment.put("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb);
    return new LambdaConsumer.Settings(
        Pipeline.CHECKOUT,
        folder.resolve("lambda"),
        Map.of("bootstrap.servers", pipeline().bootstrapServers()),
        CLUSTER,
        Pattern.compile(Pattern.quote(PRODUCTS.topic())),
        new SigningClient(
            URI.create(dynamoDb),
            keys,
            AccountFolder.role("function"),
            "dynamodb",
            "DynamoDB_20120810"),
        environment);
  }

  private static void await(LambdaConsumer functions, BooleanSupplier condition) {
    boolean holds =
        new PollLoop(Duration.ofMillis(20), Duration.ofMinutes(1))
            .until(
                () -> {
                  functions.requireAlive();
                  return condition.getAsBoolean();
                });
    assertThat(holds).as("after %d invocations", functions.invocations()).isTrue();
  }
}
