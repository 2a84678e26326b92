package io.mskcdc.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.local.iam.Account.AccessKey;
import io.mskcdc.local.iam.AccountFile;
import io.mskcdc.local.iam.AccountFolder;
import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.StackException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** The AWS services of a stack with IAM. */
class LocalIamTest {
  @TempDir private Path folder;

  @Test
  void theApplicationMayUseDynamoDbAndTheWorkersMayNotWithoutTheirPolicy() {
    Checkout checkout = new Checkout(Path.of("../..").toAbsolutePath().normalize());
    try (LocalIam iam = new LocalIam(checkout, folder, Ports.free())) {
      iam.serve(List.of());

      try (DynamoDbClient application = client(iam, LocalIam.APPLICATION)) {
        assertThat(application.listTables().tableNames()).containsExactly("orders");
      }
      try (DynamoDbClient worker = client(iam, "msk-cdc-worker")) {
        assertThatThrownBy(worker::listTables)
            .isInstanceOf(DynamoDbException.class)
            .hasMessageContaining("may not dynamodb:ListTables");
      }
      assertThat(iam.workerLogin().environment())
          .containsEntry("AWS_ENDPOINT_URL_DYNAMODB", iam.address())
          .containsEntry("AWS_ENDPOINT_URL_DYNAMODB_STREAMS", iam.address());
    }
  }

  @Test
  void aJournalThatCannotBeReadIsNamedWithTheNextStep() throws IOException {
    Path journal = folder.resolve("dynamodb/journal");
    Files.createDirectories(journal.getParent());
    Files.writeString(journal, "2026-01-05T08:30:00Z DeleteTable {\"TableName\": \"none\"}\n");
    Checkout checkout = new Checkout(folder);
    Ports ports = Ports.free();

    assertThatThrownBy(() -> new LocalIam(checkout, folder, ports))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("dynamodb/journal cannot be read: Requested resource not found")
        .hasMessageContaining("next: run ./scripts/local-stack.sh reset");
  }

  private DynamoDbClient client(LocalIam iam, String role) {
    AccessKey key =
        new AccountFile(folder.resolve("account/account.json"))
            .read().keys().values().stream()
                .filter(it -> it.principal().equals(AccountFolder.role(role)))
                .findFirst()
                .orElseThrow();
    return DynamoDbClient.builder()
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .endpointOverride(URI.create(iam.address()))
        .region(Region.EU_WEST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsSessionCredentials.create(key.id(), key.secret(), key.sessionToken())))
        .build();
  }
}
