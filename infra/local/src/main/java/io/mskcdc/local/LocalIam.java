package io.mskcdc.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.local.aws.LocalAws;
import io.mskcdc.local.aws.SecretStore;
import io.mskcdc.local.aws.SecretsManager;
import io.mskcdc.local.iam.AccountFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a stack with IAM has beside its parts: an account with one role, the worker's, the listeners
 * of the broker, and Secrets Manager.
 */
final class LocalIam implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REGION = "eu-west-1";
  private static final String CLUSTER =
      "arn:aws:kafka:"
          + REGION
          + ":"
          + AccountFolder.ACCOUNT_ID
          + ":cluster/local/b1a2c3d4-0000-4000-8000-000000000000-1";
  private static final String ROLE = "msk-cdc-worker";
  private static final String DATABASE_SECRET = "local/mysql-cdc/database";
  private static final String MASK_SECRET = "local/mysql-cdc/mask";

  private final IamListeners listeners;
  private final AccountFolder account;
  private final Layout layout;
  private final LocalAws aws;
  private final SecretStore secrets = new SecretStore();

  /**
   * @param folder the stack's
   */
  LocalIam(Layout layout, Path folder, Ports ports) {
    this.layout = layout;
    account = new AccountFolder(folder.resolve("account"), REGION, CLUSTER);
    account.addKey(ROLE, AccountFolder.role(ROLE));
    listeners =
        IamListeners.prepare(
            new IamListeners.Settings(
                folder.resolve("kafka-iam"),
                account.accountFile(),
                ports.kafka(),
                ports.kafkaInternal(),
                ports.controller()));
    aws =
        LocalAws.start(
            ports.aws(),
            new AccountFile(account.accountFile()),
            List.of(SecretsManager.of(secrets)),
            folder.resolve("logs/aws.log"));
  }

  IamListeners listeners() {
    return listeners;
  }

  String address() {
    return aws.endpoint().toString();
  }

  /** Lets the worker's role do what a policy says. */
  void allow(JsonNode policy) {
    account.setPolicy(AccountFolder.role(ROLE), policy);
  }

  /** Stores what mysql-cdc refers to. */
  void putSecrets(MySql mysql) {
    put(
        DATABASE_SECRET,
        Map.of("username", MySql.DEBEZIUM_USER, "password", mysql.debeziumPassword()));
    put(MASK_SECRET, Map.of("key", Secrets.key()));
  }

  private void put(String name, Map<String, String> secret) {
    secrets.put(name, JSON.valueToTree(secret).toString());
  }

  /** How the worker logs in, with the key of its role. */
  IamLogin login() {
    return new IamLogin(
        layout.iamClientLibs(),
        listeners.endpoints(),
        account.credentialsFile(),
        ROLE,
        Map.of("AWS_ENDPOINT_URL_SECRETS_MANAGER", address()),
        Map.of());
  }

  @Override
  public void close() {
    aws.close();
  }
}
