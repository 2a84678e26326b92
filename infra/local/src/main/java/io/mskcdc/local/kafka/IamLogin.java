package io.mskcdc.local.kafka;

import io.mskcdc.local.process.Jvm;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a JVM on this machine logs in by IAM: at the broker, and at the AWS services.
 *
 * @param clientLibs the folder of the JARs of aws-msk-iam-auth
 * @param broker where the broker is, and how its name and certificate are believed
 * @param credentials the shared credentials file
 * @param profile whose key of that file is meant where none is named
 * @param services environment variables that name the addresses of AWS services
 * @param profiles the profiles that a worker's clients log in with, by the prefix of their
 *     settings; the default one where there is none
 */
public record IamLogin(
    Path clientLibs,
    IamEndpoints broker,
    Path credentials,
    String profile,
    Map<String, String> services,
    Map<String, String> profiles) {

  public IamLogin {
    services = Map.copyOf(services);
    profiles = Map.copyOf(profiles);
  }

  /**
   * Returns the settings of a Kafka client.
   *
   * @param profile a profile of the credentials; null for that of the JVM
   */
  public static Map<String, String> clientSettings(String profile) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("security.protocol", "SASL_SSL");
    settings.put("sasl.mechanism", "AWS_MSK_IAM");
    settings.put("sasl.jaas.config", jaas(profile));
    settings.put(
        "sasl.client.callback.handler.class",
        "software.amazon.msk.auth.iam.IAMClientCallbackHandler");
    return settings;
  }

  /** Returns the login module's line alone. */
  public static String jaas(String profile) {
    return "software.amazon.msk.auth.iam.IAMLoginModule required"
        + (profile == null ? "" : " awsProfileName=\"" + profile + "\"")
        + ";";
  }

  /** Returns the security settings of a worker: its own clients', and those it makes for others. */
  Map<String, String> workerSettings() {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String client : List.of("", "producer.", "consumer.", "admin.")) {
      clientSettings(profiles.get(client))
          .forEach((key, value) -> settings.put(client + key, value));
    }
    return settings;
  }

  /** Returns the entries that such a JVM needs on its classpath. */
  List<String> classpath() {
    return List.of(Jvm.all(clientLibs));
  }

  /** Returns the system properties that such a JVM needs from its start on. */
  Map<String, String> properties() {
    return Map.of(
        "jdk.net.hosts.file", broker.hosts().toString(),
        "javax.net.ssl.trustStore", broker.trustStore().toString());
  }

  /** Returns the environment in which a JVM finds these credentials, and no others. */
  public Map<String, String> environment() {
    Map<String, String> environment = environment(credentials, profile, broker.region());
    environment.putAll(services);
    return environment;
  }

  /** The same for whoever asks no broker. */
  public static Map<String, String> environment(Path credentials, String profile, String region) {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_SHARED_CREDENTIALS_FILE", credentials.toString());
    environment.put("AWS_CONFIG_FILE", "/dev/null");
    environment.put("AWS_PROFILE", profile);
    environment.put("AWS_REGION", region);
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    // Those of whoever started the stack would win over the file; empty ones count as not set.
    for (String own : List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")) {
      environment.put(own, "");
    }
    return environment;
  }
}
