package io.mskcdc.secrets;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * The parameters that every provider takes, written in a worker's configuration as {@code
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
              "Region of the service; by default the worker's own.")
          .define(
              ENDPOINT,
              Type.STRING,
              null,
              Importance.LOW,
              "Address of the service, for a VPC endpoint without private DNS.")
          .define(
              ROLE_ARN,
              Type.STRING,
              null,
              Importance.MEDIUM,
              "Role to assume before reading; by default the worker's own credentials are used.")
          .define(
              ROLE_SESSION_NAME,
              Type.STRING,
              "msk-cdc",
              Importance.LOW,
              "Name under which CloudTrail shows the assumed role.")
          .define(
              STS_ENDPOINT,
              Type.STRING,
              null,
              Importance.LOW,
              "Address of the service that hands out the role's credentials.")
          .define(
              CACHE_SECONDS,
              Type.LONG,
              60L,
              Range.atLeast(0),
              Importance.LOW,
              "How long a value is reused; a connector or task that starts always reads it again.")
          .define(
              ATTEMPTS,
              Type.INT,
              5,
              Range.between(1, 20),
              Importance.LOW,
              "How often a call is made before it has failed, with growing pauses in between.")
          .define(
              TIMEOUT_SECONDS,
              Type.LONG,
              30L,
              Range.atLeast(1),
              Importance.LOW,
              "How long a call may take with all its attempts.")
          .define(
              TTL_RESTART,
              Type.BOOLEAN,
              false,
              Importance.MEDIUM,
              "Whether Connect restarts connectors each time ttl.seconds have passed, also when the"
                  + " value is the same.")
          .define(
              TTL_SECONDS,
              Type.LONG,
              3600L,
              Range.atLeast(1),
              Importance.LOW,
              "With ttl.restart: after how long.");

  private final AbstractConfig config;

  /** Reads the parameters; a wrong one is a ConfigException that names it. */
  ProviderConfig(Map<String, ?> parameters) {
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

  /** After how many milliseconds Connect is to restart what uses a value; empty for never. */
  Optional<Long> ttlMillis() {
    return config.getBoolean(TTL_RESTART)
        ? Optional.of(Duration.ofSeconds(config.getLong(TTL_SECONDS)).toMillis())
        : Optional.empty();
  }

  private Optional<String> text(String key) {
    return Optional.ofNullable(config.getString(key)).filter(value -> !value.isBlank());
  }
}
