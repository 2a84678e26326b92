package io.mskcdc.secrets;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/**
 * The parameters of all providers. A worker's configuration sets them as {@code
 * config.providers.NAME.param.KEY}. All of them have defaults.
 */
final class ProviderConfig {
  static final String REGION = "region";
  static final String ENDPOINT = "endpoint";
  static final String ROLE_ARN = "role.arn";
  static final String ROLE_SESSION_NAME = "role.session.name";
  static final String STS_ENDPOINT = "sts.endpoint";
  static final String CACHE_SECONDS = "cache.seconds";
  static final String ATTEMPTS = "attempts";
  static final String TIMEOUT_SECONDS = "timeout.seconds";
  static final String TTL_RESTART = "ttl.restart";
  static final String TTL_SECONDS = "ttl.seconds";

  static final ConfigDef CONFIG_DEF =
      new ConfigDef()
          .define(
              REGION,
              Type.STRING,
              null,
              Importance.HIGH,
              "Region of the service. Default: the worker's region.")
          .define(
              ENDPOINT,
              Type.STRING,
              null,
              Importance.LOW,
              "Endpoint URL of the service, for a VPC endpoint without private DNS.")
          .define(
              ROLE_ARN,
              Type.STRING,
              null,
              Importance.MEDIUM,
              "Role to assume before reading. Default: the worker's own credentials.")
          .define(
              ROLE_SESSION_NAME,
              Type.STRING,
              "msk-cdc",
              Importance.LOW,
              "Session name of the assumed role, as CloudTrail shows it.")
          .define(
              STS_ENDPOINT,
              Type.STRING,
              null,
              Importance.LOW,
              "Endpoint URL of STS, which returns the credentials of the role.")
          .define(
              CACHE_SECONDS,
              Type.LONG,
              60L,
              Range.atLeast(0),
              Importance.LOW,
              "Seconds that a value is cached. A connector or task that starts always reads it again.")
          .define(
              ATTEMPTS,
              Type.INT,
              5,
              Range.between(1, 20),
              Importance.LOW,
              "Attempts before a call fails, with growing pauses between them.")
          .define(
              TIMEOUT_SECONDS,
              Type.LONG,
              30L,
              Range.atLeast(1),
              Importance.LOW,
              "Seconds that a call may take with all its attempts.")
          .define(
              TTL_RESTART,
              Type.BOOLEAN,
              false,
              Importance.MEDIUM,
              "Whether Connect restarts a connector each time ttl.seconds have passed, even if the"
                  + " value is the same.")
          .define(
              TTL_SECONDS,
              Type.LONG,
              3600L,
              Range.atLeast(1),
              Importance.LOW,
              "Seconds between restarts. Used with ttl.restart only.");

  private final AbstractConfig config;

  /**
   * Parses the parameters.
   *
   * @throws ConfigException if a value is invalid or a parameter is unknown; it names the parameter
   */
  ProviderConfig(Map<String, ?> parameters) {
    // A misspelt parameter would have no effect, such as another role than the meant one.
    Set<String> unknown = new TreeSet<>(parameters.keySet());
    unknown.removeAll(CONFIG_DEF.names());
    if (!unknown.isEmpty()) {
      throw new ConfigException(
          "unknown param."
              + String.join(", param.", unknown)
              + "; the parameters of a provider are param."
              + String.join(", param.", new TreeSet<>(CONFIG_DEF.names())));
    }
    config = new AbstractConfig(CONFIG_DEF, parameters, false);
  }

  Optional<String> region() {
    return text(REGION);
  }

  Optional<URI> endpoint() {
    return text(ENDPOINT).map(URI::create);
  }

  Optional<String> roleArn() {
    return text(ROLE_ARN);
  }

  String roleSessionName() {
    return config.getString(ROLE_SESSION_NAME);
  }

  Optional<URI> stsEndpoint() {
    return text(STS_ENDPOINT).map(URI::create);
  }

  Duration cache() {
    return Duration.ofSeconds(config.getLong(CACHE_SECONDS));
  }

  int attempts() {
    return config.getInt(ATTEMPTS);
  }

  Duration timeout() {
    return Duration.ofSeconds(config.getLong(TIMEOUT_SECONDS));
  }

  /** Milliseconds after which Connect restarts a connector that uses a value; empty for never. */
  Optional<Long> ttlMillis() {
    return config.getBoolean(TTL_RESTART)
        ? Optional.of(Duration.ofSeconds(config.getLong(TTL_SECONDS)).toMillis())
        : Optional.empty();
  }

  private Optional<String> text(String key) {
    return Optional.ofNullable(config.getString(key)).filter(value -> !value.isBlank());
  }
}
