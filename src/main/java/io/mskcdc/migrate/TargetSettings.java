package io.mskcdc.migrate;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.catalog.MaskTransform;
import io.mskcdc.catalog.SecretKeys;
import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.Authentication;
import io.mskcdc.config.Environment;
import io.mskcdc.config.WorkerConfiguration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Adds what a connector of a bundle needs beside the old configuration, and keeps the defaults that
 * Debezium changed where consumers would see the new ones.
 */
final class TargetSettings {
  private static final String JSON = "org.apache.kafka.connect.json.JsonConverter";
  private static final String NULLS = "replace.null.with.default";
  private static final String TLS = "database.ssl.mode";
  private static final String TRUSTSTORE = "database.ssl.truststore";
  private static final long MIB = 1024 * 1024;
  private static final List<String> CONVERTERS = List.of("key.converter", "value.converter");
  private static final List<String> CREATION = List.of("partitions", "replication.factor");

  /** What a login by IAM consists of. The deployment writes it. */
  private static final Pattern IAM =
      Pattern.compile(
          "sasl_ssl|aws_msk_iam|software\\.amazon\\.msk\\.auth\\.iam\\.IAM.*",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern NEAR_HOST =
      Pattern.compile("[^.:]*|127\\..*|::1|\\[::1]|.*\\.(local|svc)");

  private final Draft draft;
  private final Optional<Environment> environment;
  private final Optional<WorkerConfiguration> worker;
  private final boolean isFirst;
  private final boolean isIdentical;

  /**
   * @param isFirst whether the configuration is one of Debezium 1
   */
  TargetSettings(
      Draft draft,
      Optional<Environment> environment,
      Optional<WorkerConfiguration> worker,
      boolean isFirst,
      boolean isIdentical) {
    this.draft = draft;
    this.environment = environment;
    this.worker = worker;
    this.isFirst = isFirst;
    this.isIdentical = isIdentical;
  }

  void add() {
    converters();
    values();
    changedDefaults();
    failures();
    clients();
    topics();
    sizes();
    tls();
  }

  private void converters() {
    for (String key : CONVERTERS) {
      if (!draft.has(key)) {
        converterOfWorker(key);
      }
      if (draft.is(key, JSON) && !draft.has(key + "." + NULLS) && !isIdentical) {
        draft.put(key + "." + NULLS, "false", "a null is written as null");
        draft.output(key + "." + NULLS, "a null in a column with a default was the default");
      }
    }
  }

  private void converterOfWorker(String key) {
    String type = ofWorker(key);
    if (type.isEmpty()) {
      draft.check(key, "it is the workers': they must have the converter of the old workers");
      return;
    }
    draft.put(key, type, "it is the one of the environment's workers");
    String schemas = key + ".schemas.enable";
    if (type.equals(JSON) && !ofWorker(schemas).isEmpty()) {
      draft.put(schemas, ofWorker(schemas), "it is the one of the environment's workers");
    }
    draft.check(key, "the old workers may have had another one: compare their properties");
  }

  private String ofWorker(String key) {
    return worker.map(file -> file.properties().getOrDefault(key, "").strip()).orElse("");
  }

  private void values() {
    boolean isBare =
        draft.is("value.converter", JSON) && draft.is("value.converter.schemas.enable", "false");
    if (isBare && !draft.has("time.precision.mode")) {
      draft.put(
          "time.precision.mode",
          "adaptive_time_microseconds",
          "it is the default, and JSON without schemas needs a decision");
    }
    String decimals = draft.get("decimal.handling.mode");
    boolean isBase64 = !draft.is("value.converter.decimal.format", "NUMERIC");
    if (isBare && isBase64 && (decimals.isEmpty() || decimals.equals("precise")) && !isIdentical) {
      draft.put("decimal.handling.mode", "string", "JSON without schemas has no readable bytes");
      draft.output("decimal.handling.mode", "a decimal is text, and was base64 of its bytes");
    }
    String nulls = "unwrap." + NULLS;
    onePass()
        .filter(prefix -> !isIdentical && !draft.has(prefix + nulls))
        .ifPresent(
            prefix -> {
              draft.put(prefix + nulls, "false", "a null is copied as null");
              if (draft.get(prefix + "unwrap.delete.tombstone.handling.mode").startsWith("rew")) {
                draft.output(prefix + nulls, "a null in a column with a default was the default");
              }
            });
  }

  private Optional<String> onePass() {
    return CommaList.of(draft.config().get("transforms")).stream()
        .map(alias -> "transforms." + alias + ".")
        .filter(prefix -> draft.is(prefix + "type", MaskTransform.ONE_PASS))
        .findFirst();
  }

  /** Defaults of 1.9.7, 2.7.4 and 3.6.1 were compared. */
  private void changedDefaults() {
    if (!draft.has("extended.headers.enabled")) {
      draft.put("extended.headers.enabled", "false", "records had no headers of Debezium");
    }
    if (isFirst) {
      draft.output("FLOAT", "0.1 is 0.1, and was 0.10000000149011612");
      draft.output("TIMESTAMP", "a change of a row keeps the last zeros of its fraction");
    }
    String deletes = "unwrap.delete.tombstone.handling.mode";
    onePass()
        .filter(prefix -> isFirst && draft.get(prefix + deletes).startsWith("rewrite"))
        .filter(prefix -> draft.has(prefix + "unwrap.add.fields"))
        .ifPresent(prefix -> draft.output(prefix + deletes, "__deleted is before added fields"));
    boolean isAvro =
        CONVERTERS.stream()
            .anyMatch(key -> draft.get(key).toLowerCase(Locale.ROOT).contains("avro"));
    String names = "schema.name.adjustment.mode";
    if (isFirst && (isAvro || isIdentical) && !draft.has(names)) {
      draft.put(names, "avro", "it was the default before 2.0, and Avro needs it");
    } else if (isFirst && !draft.has(names)) {
      draft.output(names, "schemas keep characters of names that Avro does not permit");
    }
    if (isFirst && isAvro && !draft.has("field.name.adjustment.mode")) {
      draft.put("field.name.adjustment.mode", "avro", "1.x did so with a converter to Avro");
    }
    if (isFirst && !draft.has("skipped.operations")) {
      if (isIdentical) {
        draft.put("skipped.operations", "none", "1.x sent the events of TRUNCATE");
      } else if (onePass().isEmpty()) {
        draft.output("skipped.operations", "TRUNCATE sends no event; write none to get them");
      }
    }
    if (onePass().isEmpty() && !hasUnwrap()) {
      draft.output(
          "transforms",
          "the envelope has ts_us and ts_ns beside ts_ms, in source too, and its fields have"
              + " another order");
    }
  }

  private boolean hasUnwrap() {
    return draft.config().entrySet().stream()
        .anyMatch(
            option ->
                option.getKey().startsWith("transforms.")
                    && option.getKey().endsWith(".type")
                    && (option.getValue().contains("ExtractNewRecordState")
                        || option.getValue().contains("EventRouter")));
  }

  private void failures() {
    if (draft.is("errors.tolerance", "all")) {
      draft.put(
          "errors.tolerance", "none", "a row that fails stops the task, and is no longer lost");
    }
    for (String key : draft.config().keySet()) {
      if (key.startsWith("errors.deadletterqueue.")) {
        draft.remove(key, "Connect has dead letter queues for sinks only");
      }
    }
    String query = "include.query";
    String logged = "errors.log.include.messages";
    if (MaskTransform.masks(draft.config()) && draft.is(logged, "true")) {
      draft.put(logged, "false", "the log had rows with the clear values of masked columns");
    }
    if (MaskTransform.masks(draft.config()) && draft.is(query, "true") && !isIdentical) {
      draft.put(query, "false", "a statement has the clear values of masked columns");
      draft.output(query, "source.query is null");
    }
    boolean hasRegistry =
        draft.config().keySet().stream()
            .anyMatch(key -> key.matches(".+\\.converter\\..*registry.*"));
    if (hasRegistry && !draft.has("errors.retry.timeout")) {
      draft.put(
          "errors.retry.timeout",
          "-1",
          "Connect 3.7 drops a record if the schema registry fails for a moment");
    }
    if (draft.has("tasks.max") && !draft.is("tasks.max", "1")) {
      draft.put("tasks.max", "1", "the connector has one task");
    }
    if (!draft.has("config.action.reload")) {
      draft.put(
          "config.action.reload", "none", "a secret that expires does not restart the connector");
    }
    if (!isIdentical && !draft.has("heartbeat.interval.ms")) {
      draft.put(
          "heartbeat.interval.ms", "5000", "the position of a quiet database does not grow old");
      draft.output("heartbeat.interval.ms", "there is a new topic with heartbeats");
    }
  }

  private void clients() {
    Optional<Environment> iam = environment.filter(env -> env.auth() == Authentication.IAM);
    for (String key : iam.isPresent() ? draft.config().keySet() : Set.<String>of()) {
      if (isLogin(key) && IAM.matcher(draft.get(key)).matches()) {
        draft.remove(key, "the deployment writes the login by IAM");
      }
    }
    String brokers = "kafka_bootstrap_servers";
    String variable = "{{ " + brokers + " }}";
    for (String key :
        List.of(
            "schema.history.internal.kafka.bootstrap.servers", "signal.kafka.bootstrap.servers")) {
      String address = environment.map(env -> env.variables().getOrDefault(brokers, "")).orElse("");
      if (draft.has(key) && !address.isEmpty() && !draft.get(key).equals(variable)) {
        boolean isOther = !draft.get(key).equals(address);
        draft.put(key, variable, "it is the environment's cluster");
        if (isOther) {
          draft.check(key, "it was another address: the history must be on this cluster");
        }
      }
    }
  }

  private boolean isLogin(String key) {
    Map<String, String> config = draft.config();
    return SourceConnectors.of(config).stream()
        .map((SourceConnector source) -> source.ownClients(config))
        .flatMap(List::stream)
        .anyMatch(
            client ->
                key.startsWith(client)
                    && (key.contains("sasl.") || key.endsWith("security.protocol")));
  }

  /** On MSK nobody else creates topics, and a bundle has variables for them. */
  private void topics() {
    boolean isOnMsk =
        environment
            .filter(env -> env.mskConnect().isPresent() || env.auth() == Authentication.IAM)
            .isPresent();
    Map<String, String> config = draft.config();
    boolean creates = config.keySet().stream().anyMatch(key -> key.startsWith("topic.creation."));
    for (String option : CREATION) {
      String key = "topic.creation.default." + option;
      String name = "topic_" + option.replace('.', '_');
      boolean isDefined = environment.filter(e -> e.variables().containsKey(name)).isPresent();
      if (!draft.has(key) && (isOnMsk || creates || isDefined)) {
        draft.put(
            key,
            isDefined ? "{{ " + name + " }}" : "-1",
            "the connector creates topics that do not exist"
                + (isDefined ? "" : ", with the brokers' default"));
      }
    }
  }

  /** Topics must take what the workers' producer sends; by default they take 1 MiB and 12 bytes. */
  private void sizes() {
    String sent = ofWorker("producer.max.request.size");
    String key = "topic.creation.default.max.message.bytes";
    if (draft.has("topic.creation.default.partitions")
        && !draft.has(key)
        && !draft.has("producer.override.max.request.size")
        && sent.matches("\\d{7,9}")
        && Long.parseLong(sent) > MIB) {
      draft.put(
          key,
          String.valueOf(Long.parseLong(sent) + MIB),
          "the workers' producer sends records of up to " + sent + " bytes");
    }
  }

  /** Lint refuses a connection to another machine that does not verify the certificate. */
  private void tls() {
    String host = draft.get("database.hostname").toLowerCase(Locale.ROOT);
    boolean isNear =
        environment.filter(Environment::isLocal).isPresent() || NEAR_HOST.matcher(host).matches();
    if (isNear || draft.get(TLS).startsWith("verify") || draft.get(TLS).contains("${")) {
      return;
    }
    draft.put(TLS, "verify_identity", "rows and the password's exchange cross the network");
    String secret = "truststore_secret";
    boolean hasSecret =
        environment.filter(env -> env.variables().containsKey(secret)).isPresent()
            && worker.filter(file -> file.providers().contains("secretsfile")).isPresent();
    if (hasSecret && !draft.has(TRUSTSTORE)) {
      draft.put(
          TRUSTSTORE,
          "${secretsfile:{{ " + secret + " }}?encoding=base64}",
          "it has the authorities of RDS and Aurora, which no JVM has");
      draft.set(TRUSTSTORE + ".password", SecretKeys.MASKED);
    } else if (!draft.has(TRUSTSTORE)) {
      draft.check(
          TRUSTSTORE,
          "the workers need the authorities of RDS and Aurora: docs/msk-connect.md shows the secret");
    }
  }
}
