package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.DMS_CLEAR_PASSWORD;
import static io.mskcdc.problem.ErrorCode.DMS_HOST_WITHOUT_BINLOG;
import static io.mskcdc.problem.ErrorCode.DMS_LOGIN_INCOMPLETE;
import static io.mskcdc.problem.ErrorCode.DMS_SOURCE_DATABASE;
import static io.mskcdc.problem.ErrorCode.DMS_TLS_NOT_VERIFIED;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.catalog.SecretKeys;
import io.mskcdc.dms.DmsTask;
import io.mskcdc.dms.Endpoint;
import io.mskcdc.dms.SecretReference;
import io.mskcdc.lint.Rule;
import io.mskcdc.lint.rules.DmsRule.Fault;
import java.util.stream.Stream;

/** Rules about the database that a DMS task reads, and about logins. */
final class DmsSourceRules {
  private static final String SECRET = "SecretsManagerSecretId";
  private static final String ROLE = "SecretsManagerAccessRoleArn";
  private static final String PASSWORD = "Password";
  private static final String USE_SECRET =
      "remove it, and write MySQLSettings with " + SECRET + " and " + ROLE;

  /** An attribute takes no reference. */
  private static final String USE_REFERENCE =
      "remove it; KafkaSettings takes a password as ${secretsmanager:NAME:KEY}";

  static final DmsRule DATABASE =
      new DmsRule(
          Rule.error(
              DMS_SOURCE_DATABASE,
              "`DatabaseName` of a MySQL source",
              "AWS says not to specify it for MySQL. It selects no tables: the schema belongs in the table mapping.",
              "Remove it, and name the schema under `tables`.",
              "AWS, DMS API Reference, MySQLSettings"),
          task ->
              Stream.of("source.DatabaseName", "source.MySQLSettings.DatabaseName")
                  .filter(key -> !text(task, key).isEmpty())
                  .map(
                      key ->
                          new Fault(
                              key,
                              "a MySQL source takes no database, and this selects no tables",
                              "remove it; the schema is a part of each entry under tables")));

  static final DmsRule PASSWORDS =
      new DmsRule(
          Rule.error(
              DMS_CLEAR_PASSWORD,
              "passwords of endpoints",
              "A password in a file is in git, in templates and in the states of Terraform. A deploy-time variable is such a file too.",
              "Store it in Secrets Manager. A MySQL source takes `SecretsManagerSecretId` and `SecretsManagerAccessRoleArn`. For Kafka write the reference `${secretsmanager:NAME:KEY}`.",
              "AWS, DMS User Guide, using secrets to access endpoints"),
          DmsSourceRules::passwords);

  static final DmsRule LOGIN =
      new DmsRule(
          Rule.error(
              DMS_LOGIN_INCOMPLETE,
              "the login to a MySQL source",
              "DMS refuses an endpoint that has both a secret and a host, port or user, or a secret without the role that reads it. An endpoint without any login cannot connect.",
              "Write `SecretsManagerSecretId` and `SecretsManagerAccessRoleArn`, and put host, port, username and password into the secret.",
              "AWS, DMS API Reference, MySQLSettings"),
          DmsSourceRules::login);

  static final DmsRule TLS =
      new DmsRule(
          Rule.error(
              DMS_TLS_NOT_VERIFIED,
              "`SslMode` of the source",
              "`require` encrypts and verifies nothing, so anybody on the way can answer as the database. `none` does not encrypt. The other modes need the certificate authority.",
              "Write `verify-full`, or `verify-ca` where the address is not in the certificate, and `CertificateArn`.",
              "AWS, DMS User Guide, using SSL"),
          DmsSourceRules::tls);

  static final DmsRule HOST =
      new DmsRule(
          Rule.error(
              DMS_HOST_WITHOUT_BINLOG,
              "`ServerName` of a task that replicates changes",
              "A reader of Aurora has no binlog, RDS Proxy does not pass on the replication protocol, and a custom endpoint may lead to a reader. Binlog retention and row images are not in the files: `mskcdc validate` reads them for connectors.",
              "Write the cluster's writer endpoint or the instance's.",
              "AWS, Aurora endpoints; AWS, RDS Proxy limitations"),
          task ->
              Stream.of("source.ServerName", "source.MySQLSettings.ServerName")
                  .filter(key -> task.type().hasChanges())
                  .filter(key -> HostWithoutBinlogRule.kind(text(task, key)).isPresent())
                  .map(
                      key ->
                          new Fault(
                              key,
                              "this address leads to no server with a binlog, or may not",
                              "write the writer endpoint of the cluster, or the instance's")));

  private DmsSourceRules() {}

  private static Stream<Fault> passwords(DmsTask task) {
    Stream<String> ofSource =
        Stream.of("source.Password", "source.MySQLSettings.Password")
            .filter(key -> !text(task, key).isEmpty());
    Stream<String> ofKafka =
        Endpoint.KAFKA_PASSWORDS.stream()
            .map(name -> "target.KafkaSettings." + name)
            .filter(key -> !text(task, key).isEmpty())
            .filter(key -> SecretReference.of(text(task, key)).isEmpty());
    Stream<String> attributes =
        Stream.of(Endpoint.SOURCE, Endpoint.TARGET)
            .map(type -> type + ".ExtraConnectionAttributes")
            .filter(key -> SecretKeys.isClear("", text(task, key)));
    return Stream.of(
            ofSource.map(key -> new Fault(key, "the password is in clear", USE_SECRET)),
            ofKafka.map(
                key ->
                    new Fault(
                        key,
                        "the password is in clear",
                        "store it in Secrets Manager, and write ${secretsmanager:NAME:KEY}")),
            attributes.map(
                key ->
                    new Fault(
                        key,
                        "it contains a secret in clear",
                        key.startsWith(Endpoint.SOURCE) ? USE_SECRET : USE_REFERENCE)))
        .flatMap(faults -> faults);
  }

  private static Stream<Fault> login(DmsTask task) {
    JsonNode settings = task.source().settings();
    if (task.source().engine().isEmpty()
        || settings.path("AuthenticationMethod").asText().equals("iam")) {
      return Stream.empty();
    }
    if (!settings.has(SECRET)) {
      return task.source().members().has(PASSWORD) || settings.has(PASSWORD)
          ? Stream.empty()
          : Stream.of(
              new Fault(
                  "source.MySQLSettings." + SECRET,
                  "there is no secret with the login",
                  "write MySQLSettings with " + SECRET + " and " + ROLE));
    }
    Stream<Fault> role =
        settings.has(ROLE)
            ? Stream.empty()
            : Stream.of(
                new Fault(
                    "source.MySQLSettings." + ROLE,
                    "no role reads the secret",
                    "write the ARN of a role that DMS assumes and that may read the secret"));
    Stream<Fault> twice =
        Stream.of("ServerName", "Port", "Username")
            .flatMap(name -> Stream.of("source." + name, "source.MySQLSettings." + name))
            .filter(key -> !text(task, key).isEmpty())
            .map(
                key ->
                    new Fault(
                        key,
                        "DMS refuses it beside a secret, which contains it",
                        "remove it, and put it into the secret"));
    return Stream.concat(role, twice);
  }

  private static Stream<Fault> tls(DmsTask task) {
    String key = "source.SslMode";
    String mode = text(task, key);
    if (task.source().engine().isEmpty()) {
      return Stream.empty();
    }
    if (!mode.startsWith("verify-")) {
      return Stream.of(
          new Fault(
              key,
              mode.equals("require")
                  ? "'require' encrypts and verifies nothing"
                  : "the connection is not encrypted",
              "write verify-full, and the certificate authority as CertificateArn"));
    }
    return task.source().members().has("CertificateArn")
        ? Stream.empty()
        : Stream.of(
            new Fault(
                "source.CertificateArn",
                "there is no certificate authority to verify the server with",
                "import the authority into DMS, and write its ARN"));
  }

  /** Returns a value as the file has it after its variables are replaced; empty if it has none. */
  private static String text(DmsTask task, String key) {
    return task.file().content().at("/" + key.replace('.', '/')).asText();
  }
}
