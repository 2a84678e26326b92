package io.mskcdc.iam;

import io.mskcdc.catalog.ProviderReference;
import io.mskcdc.config.ClusterArn;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What the worker's config providers read for the references in configurations, as ARNs. */
final class SecretUse {
  private static final String OURS = "io.mskcdc.secrets.";
  private static final String OF_AWS = "com.amazonaws.kafka.config.providers.";
  private static final String OF_KAFKA = "org.apache.kafka.common.config.provider.";

  private final ClusterArn cluster;
  private final Map<String, String> worker;
  private final Set<String> providers;
  private final Consumer<String> warnings;
  private final Set<String> warned = new TreeSet<>();
  private final Set<String> secrets = new TreeSet<>();
  private final Set<String> parameters = new TreeSet<>();
  private final Set<String> singleParameters = new TreeSet<>();
  private final Set<String> objects = new TreeSet<>();
  private final Set<String> objectVersions = new TreeSet<>();
  private final Set<String> roles = new TreeSet<>();

  /**
   * Finds the references.
   *
   * @param cluster tells partition and account, and the region of a provider that names none
   * @param worker the worker's configuration, empty where it is not known
   * @param providers the names of the providers in it
   * @param warnings told what a provider reads that is not known
   */
  SecretUse(
      ClusterArn cluster,
      Collection<String> values,
      Map<String, String> worker,
      Set<String> providers,
      Consumer<String> warnings) {
    this.cluster = cluster;
    this.worker = worker;
    this.providers = providers;
    this.warnings = warnings;
    Stream.concat(values.stream(), worker.values().stream())
        .flatMap(value -> ProviderReference.in(value).stream())
        .forEach(this::read);
  }

  /** What GetSecretValue reads. */
  Set<String> secrets() {
    return secrets;
  }

  /** What GetParameters reads. */
  Set<String> parameters() {
    return parameters;
  }

  /** What GetParameter reads. */
  Set<String> singleParameters() {
    return singleParameters;
  }

  /** What GetObject reads, the current version. */
  Set<String> objects() {
    return objects;
  }

  /** What GetObject reads, a version that the reference names. */
  Set<String> objectVersions() {
    return objectVersions;
  }

  /** The roles that providers assume; what they read is those roles' matter. */
  Set<String> roles() {
    return roles;
  }

  private void read(ProviderReference reference) {
    String provider = reference.provider();
    String path = reference.path();
    String key = reference.key();
    if (!providers.contains(provider)) {
      if (worker.isEmpty()) {
        warn(provider, "is not known without a worker.properties");
      }
      return;
    }
    String role = worker.get("config.providers." + provider + ".param.role.arn");
    if (role != null && !role.isBlank()) {
      roles.add(role.strip());
      return;
    }
    String type = worker.getOrDefault("config.providers." + provider + ".class", "");
    switch (type) {
      case OURS + "SecretsManagerConfigProvider",
          OURS + "SecretsManagerFileConfigProvider",
          OF_AWS + "SecretsManagerConfigProvider" ->
          secrets.add(secret(provider, name(path.isEmpty() ? key : path)));
      case OURS + "ParameterStoreConfigProvider" ->
          parameters.add(parameter(provider, name(joined(path, key))));
      case OF_AWS + "SsmParamStoreConfigProvider" -> singleParameters.add(parameter(provider, key));
      case OURS + "S3FileConfigProvider" -> {
        String object = joined(path, key);
        (object.contains("?version=") ? objectVersions : objects).add(object(name(object)));
      }
      // Its path is a region.
      case OF_AWS + "S3ImportConfigProvider" -> objects.add(object(key));
      default -> {
        if (!type.startsWith(OF_KAFKA)) {
          warn(provider, "(" + type + ") is not known");
        }
      }
    }
  }

  private void warn(String provider, String why) {
    if (warned.add(provider)) {
      warnings.accept(
          "what the config provider '" + provider + "' reads " + why + ", and the policy lacks it");
    }
  }

  /** A path and a key are one name with a slash between them. */
  private static String joined(String path, String key) {
    return path.isEmpty() || key.isEmpty() || path.endsWith("/") ? path + key : path + "/" + key;
  }

  /** The providers of this bundle take options behind a question mark and decode the rest. */
  private static String name(String path) {
    String name = path.split("\\?", 2)[0];
    try {
      return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // The provider refuses it.
      return name;
    }
  }

  /** Secrets Manager adds a hyphen and six characters to the name. */
  private String secret(String provider, String name) {
    return isArn(name) ? name : arn(provider, "secretsmanager", "secret:" + name + "-??????");
  }

  /** A version or a label behind a colon is no part of the ARN. */
  private String parameter(String provider, String name) {
    if (isArn(name)) {
      return name.replaceFirst("^((?:[^:]*:){5}[^:]*):.*$", "$1");
    }
    String slash = name.startsWith("/") ? "" : "/";
    return arn(provider, "ssm", "parameter" + slash + name.split(":", 2)[0]);
  }

  private String object(String name) {
    return "arn:" + cluster.partition() + ":s3:::" + name;
  }

  private static boolean isArn(String name) {
    return name.startsWith("arn:");
  }

  private String arn(String provider, String service, String resource) {
    String region =
        worker.getOrDefault("config.providers." + provider + ".param.region", cluster.region());
    return String.join(
        ":", "arn", cluster.partition(), service, region, cluster.account(), resource);
  }
}
