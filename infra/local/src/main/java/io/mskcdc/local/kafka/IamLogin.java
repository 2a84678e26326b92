package io.mskcdc.local.kafka;

import io.mskcdc.local.process.Jvm;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings with which a JVM on this machine logs in by IAM to the broker and to AWS services.
 *
 * @param clientLibs the folder with the JARs of aws-msk-iam-auth
 * @param broker the address of the broker and the files that its clients need
 * @param credentials the shared credentials file
 * @param profile the default profile in that file
 * @param services environment variables with the endpoints of AWS services
 */
public record IamLogin(
    Path clientLibs,
    IamEndpoints broker,
    Path credentials,
    String profile,
    Map<String, String> services) {

  public IamLogin {
    services = Map.copyOf(services);
  }

  /** Returns the settings of a Kafka client, which logs in with the default profile. */
  static Map<String, String> clientSettings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("security.protocol", "SASL_SSL");
    settings.put("sasl.mechanism", "AWS_MSK_IAM");
    settings.put("sasl.jaas.config", "software.amazon.msk.auth.iam.IAMLoginModule required;");
    settings.put(
        "sasl.client.callback.handler.class",
        "software.amazon.msk.auth.iam.IAMClientCallbackHandler");
    return settings;
  }

  /** Returns the security settings of a worker, for its own clients and those of connectors. */
  Map<String, String> workerSettings() {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String client : List.of("", "producer.", "consumer.", "admin.")) {
      clientSettings().forEach((key, value) -> settings.put(client + key, value));
    }
    return settings;
  }

  /** Returns the classpath entries that the JVM needs. */
  List<String> classpath() {
    return List.of(Jvm.all(clientLibs));
  }

  /** Returns the system properties that the JVM needs at its start. */
  Map<String, String> properties() {
    return Map.of(
        "jdk.net.hosts.file", broker.hosts().toString(),
        "javax.net.ssl.trustStore", broker.trustStore().toString());
  }

  /** Returns the environment in which the JVM finds these credentials and no others. */
  public Map<String, String> environment() {
    Map<String, String> environment = environment(credentials, profile, broker.region());
    environment.putAll(services);
    return environment;
  }

  /** Returns the environment of a process that uses AWS services but no broker. */
  public static Map<String, String> environment(Path credentials, String profile, String region) {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_SHARED_CREDENTIALS_FILE", credentials.toString());
    environment.put("AWS_CONFIG_FILE", "/dev/null");
    environment.put("AWS_PROFILE", profile);
    environment.put("AWS_REGION", region);
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    // Keys in the user's environment have precedence over the file. Empty variables count as unset.
    for (String key : List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")) {
      environment.put(key, "");
    }
    return environment;
  }
}
