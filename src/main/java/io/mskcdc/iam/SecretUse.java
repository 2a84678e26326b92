package io.mskcdc.iam;

import io.mskcdc.catalog.ProviderReference;
import io.mskcdc.config.ClusterArn;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The secrets, parameters and objects that the worker's config providers read for the references in
 * configurations, as ARNs.
 */
final class SecretUse {
  private static final String OURS = "io.mskcdc.secrets.";
  private static final String OF_AWS = "com.amazonaws.kafka.config.providers.";
  private static final String OF_KAFKA = "org.apache.kafka.common.config.provider.";

  /** An action of a provider, and the policy's statement that allows it. */
  enum Access {
    SECRET("Secrets", "secretsmanager:GetSecretValue"),
    PARAMETERS("Parameters", "ssm:GetParameters"),
    PARAMETER("SingleParameters", "ssm:GetParameter"),
    OBJECT("Objects", "s3:GetObject"),
    OBJECT_VERSION("ObjectVersions", "s3:GetObjectVersion"),
    ROLE("Roles", "sts:AssumeRole");

    final String sid;
    final String action;

    Access(String sid, String action) {
      this.sid = sid;
      this.action = action;
    }
  }

  private final ClusterArn cluster;
  private final Map<String, String> worker;
  private final Consumer<String> warnings;
  private final Set<String> warned = new TreeSet<>();
  private final Map<Access, Set<String>> resources = new EnumMap<>(Access.class);

  /**
   * Finds the references.
   *
   * @param cluster the cluster, for partition, account, and the region of providers that name none
   * @param values the values of the connector's configuration
   * @param worker the worker's configuration, empty if it is not known
   * @param providers the names of the worker's providers
   * @param warnings receives a sentence for each provider whose resources are not known
   */
  SecretUse(
      ClusterArn cluster,
      Collection<String> values,
      Map<String, String> worker,
      Set<String> providers,
      Consumer<String> warnings) {
    this.cluster = cluster;
    this.worker = worker;
    this.warnings = warnings;
    Stream.concat(values.stream(), worker.values().stream())
        .flatMap(value -> ProviderReference.in(value).stream())
        .forEach(
            reference -> {
              if (providers.contains(reference.provider())) {
                read(reference);
              } else if (worker.isEmpty()) {
                warn(reference.provider(), "is not known without a worker.properties");
              }
            });
  }

  /** Returns the resources that are accessed in this way, sorted. */
  Set<String> of(Access access) {
    return resources.getOrDefault(access, Set.of());
  }

  private void read(ProviderReference reference) {
    String provider = reference.provider();
    String role = option(provider, "param.role.arn").strip();
    if (!role.isEmpty()) {
      // The policy of that role has to allow what the provider reads.
      add(Access.ROLE, role);
      return;
    }
    String path = reference.path();
    String key = reference.key();
    String type = option(provider, "class");
    switch (type) {
      case OURS + "SecretsManagerConfigProvider",
          OURS + "SecretsManagerFileConfigProvider",
          OF_AWS + "SecretsManagerConfigProvider" ->
          add(Access.SECRET, secret(provider, name(path.isEmpty() ? key : path)));
      case OURS + "ParameterStoreConfigProvider" ->
          add(Access.PARAMETERS, parameter(provider, name(joined(path, key))));
      case OF_AWS + "SsmParamStoreConfigProvider" ->
          add(Access.PARAMETER, parameter(provider, key));
      case OURS + "S3FileConfigProvider" -> {
        String object = joined(path, key);
        add(
            object.contains("?version=") ? Access.OBJECT_VERSION : Access.OBJECT,
            object(name(object)));
      }
      // The path of this provider is a region.
      case OF_AWS + "S3ImportConfigProvider" -> add(Access.OBJECT, object(key));
      default -> {
        if (!type.startsWith(OF_KAFKA)) {
          warn(provider, "(" + type + ") is not known");
        }
      }
    }
  }

  private void add(Access access, String resource) {
    resources.computeIfAbsent(access, any -> new TreeSet<>()).add(resource);
  }

  private void warn(String provider, String why) {
    if (warned.add(provider)) {
      warnings.accept(
          "the config provider '" + provider + "' " + why + ": the policy lacks what it reads");
    }
  }

  private String option(String provider, String name) {
    return worker.getOrDefault("config.providers." + provider + "." + name, "");
  }

  /** Joins path and key with a slash, as this bundle's providers do. */
  private static String joined(String path, String key) {
    return path.isEmpty() || key.isEmpty() || path.endsWith("/") ? path + key : path + "/" + key;
  }

  /** Removes the options after the question mark and decodes the rest, as these providers do. */
  private static String name(String path) {
    String name = path.split("\\?", 2)[0];
    try {
      return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // The provider refuses it.
      return name;
    }
  }

  /** Secrets Manager appends a hyphen and six characters to a secret's name. */
  private String secret(String provider, String name) {
    return isArn(name) ? name : arn(provider, "secretsmanager", "secret:" + name + "-??????");
  }

  /** A version or a label follows the name after a colon and is not part of the ARN. */
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
