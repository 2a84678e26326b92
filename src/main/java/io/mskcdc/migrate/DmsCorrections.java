package io.mskcdc.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.catalog.SecretKeys;
import io.mskcdc.dms.Endpoint;
import io.mskcdc.dms.SecretReference;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Corrects an imported DMS task as far as that needs no decision, and writes {@code replace-me}
 * where only the user has the value. It removes each password.
 */
final class DmsCorrections {
  private static final String REPLACE_ME = "replace-me";
  private static final String TYPE = "migrationType";
  private static final String CDC = "cdc";
  private static final String STOP = "STOP_TASK";
  private static final String ENGINE = "EngineName";
  private static final String SECRET = "SecretsManagerSecretId";
  private static final String PASSWORD = "Password";
  private static final String METHOD = "AuthenticationMethod";

  /** What the secret of a source contains. */
  private static final List<String> IN_SECRET = List.of("ServerName", "Port", "Username", PASSWORD);

  /** The keys of a file, in the order in which they are written. */
  private static final List<String> ORDER =
      List.of(
          TYPE,
          "cdcStart",
          "source",
          "target",
          "tables",
          "mappingRules",
          "serverless",
          "provisioned",
          "settings",
          "tags");

  private final ObjectNode task;
  private final Set<String> moved = new LinkedHashSet<>();

  private DmsCorrections(ObjectNode task) {
    this.task = task;
  }

  /**
   * A corrected task.
   *
   * @param moved the values that the file no longer has, because the source's secret contains them;
   *     without the password
   */
  record Corrected(ObjectNode task, List<String> moved) {}

  /**
   * Corrects a task.
   *
   * @param declared the task in the form of a bundle's file, which does not change
   */
  static Corrected of(ObjectNode declared) {
    DmsCorrections corrections = new DmsCorrections(declared.deepCopy());
    corrections.type();
    corrections.source();
    corrections.target();
    corrections.settings();
    corrections.engine();
    Stream.of("source", "target", "mappingRules", "settings", "tags")
        .forEach(part -> hideSecrets(corrections.task.path(part)));
    corrections.complete();
    ObjectNode ordered = JsonNodeFactory.instance.objectNode();
    ORDER.stream()
        .filter(corrections.task::has)
        .forEach(key -> ordered.set(key, corrections.task.get(key)));
    return new Corrected(ordered, List.copyOf(corrections.moved));
  }

  /** Settings of a full load show that one was wanted. */
  private void type() {
    JsonNode fullLoad = task.path("settings").path("FullLoadSettings");
    boolean hasStart = task.has("cdcStart");
    if (task.path(TYPE).asText().equals(CDC) && !hasStart && !fullLoad.isEmpty()) {
      task.put(TYPE, "full-load-and-cdc");
    }
  }

  private void source() {
    if (!(task.get("source") instanceof ObjectNode source)) {
      return;
    }
    ObjectNode settings = source.withObject("MySQLSettings");
    Stream.of(source, settings).forEach(part -> part.remove("DatabaseName"));
    boolean hasPassword = source.has(PASSWORD) || settings.has(PASSWORD);
    if (hasPassword || !settings.path(METHOD).asText().equals("iam")) {
      settings.remove(METHOD);
      for (String name : IN_SECRET) {
        Stream.of(source, settings).forEach(part -> moveToSecret(name, part.remove(name)));
      }
      putIfMissing(settings, SECRET, REPLACE_ME);
      putIfMissing(settings, "SecretsManagerAccessRoleArn", REPLACE_ME);
    }
    if (!source.path("SslMode").asText().startsWith("verify-")) {
      source.put("SslMode", "verify-full");
    }
    putIfMissing(source, "CertificateArn", REPLACE_ME);
  }

  private void moveToSecret(String name, JsonNode value) {
    if (value != null && value.isValueNode()) {
      moved.add(name.equals(PASSWORD) ? name : name + " " + value.asText());
    }
  }

  private void target() {
    if (task.at("/target/S3Settings") instanceof ObjectNode settings) {
      JsonNode definition = settings.remove("ExternalTableDefinition");
      boolean saysParquet =
          definition != null && definition.asText().toLowerCase(Locale.ROOT).contains("parquet");
      if (saysParquet) {
        putIfMissing(settings, "DataFormat", "parquet");
      }
      settings.put("IncludeOpForFullLoad", true);
      putIfMissing(settings, "TimestampColumnName", "dms_timestamp");
      if (!settings.path("DataFormat").asText().equals("parquet")) {
        settings.put("AddColumnName", true);
      }
    }
    if (task.at("/target/KafkaSettings") instanceof ObjectNode settings) {
      Stream.of("IncludeTransactionDetails", "IncludeNullAndEmpty", "IncludePartitionValue")
          .forEach(name -> settings.put(name, true));
      Endpoint.KAFKA_PASSWORDS.stream()
          .filter(settings::has)
          .filter(name -> SecretReference.of(settings.path(name).asText()).isEmpty())
          .forEach(name -> settings.put(name, "${secretsmanager:" + REPLACE_ME + ":password}"));
    }
  }

  /** Nothing is lost without a stopped task. */
  private void settings() {
    if (task.get("settings") instanceof ObjectNode settings) {
      ObjectNode behavior = settings.withObject("ErrorBehavior");
      Stream.of("DataErrorPolicy", "DataTruncationErrorPolicy", "TableErrorPolicy")
          .forEach(name -> behavior.put(name, STOP));
      behavior.put("FailOnNoTablesCaptured", true);
    }
  }

  private void engine() {
    if (task.get("provisioned") instanceof ObjectNode instance
        && instance.path("EngineVersion").asText().matches("3\\.([0-4]\\..*|5\\.[0-3])")) {
      instance.put("EngineVersion", "3.5.4");
    }
  }

  /** A password may be in attributes, or under a key that is misspelt. */
  private static void hideSecrets(JsonNode node) {
    if (node instanceof ObjectNode object) {
      List.copyOf(object.properties())
          .forEach(
              entry -> {
                boolean isName = entry.getKey().startsWith("SecretsManager");
                if (!isName && SecretKeys.isClear(entry.getKey(), entry.getValue().asText())) {
                  object.put(entry.getKey(), REPLACE_ME);
                }
              });
    }
    node.forEach(DmsCorrections::hideSecrets);
  }

  /** A file has all parts, also those that the import does not. */
  private void complete() {
    putIfMissing(task, TYPE, REPLACE_ME);
    if (!task.has("source")) {
      task.putObject("source").put(ENGINE, REPLACE_ME);
    }
    if (!task.has("target")) {
      task.putObject("target").put(ENGINE, REPLACE_ME);
    }
    if (!task.has("tables")) {
      task.putArray("tables").addObject().put("include", REPLACE_ME + "." + REPLACE_ME);
    }
    if (!task.has("provisioned")) {
      putIfMissing(task.withObject("serverless"), "MaxCapacityUnits", REPLACE_ME);
    }
  }

  private static void putIfMissing(ObjectNode object, String name, String value) {
    if (!object.has(name)) {
      object.put(name, value);
    }
  }
}
