package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.REFERENCE_INVALID;

import io.mskcdc.catalog.SecretKeys;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.Location;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WorkerConfiguration;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds {@code ${NAME}} in values, as shells and other tools write variables. Connect has no such
 * variables and uses the text itself.
 */
final class InvalidReferenceRule implements ConnectorRule {
  private static final Pattern ANY = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_.-]*)}");

  /** The way to write environment variables. Templates of transforms and sinks are lower case. */
  private static final Pattern UPPER_CASE = Pattern.compile("\\$\\{([A-Z_][A-Z0-9_]*)}");

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            REFERENCE_INVALID,
            "`${NAME}` in values of connectors and workers",
            "Connect has no such variables and uses the text itself.",
            "Write `${provider:path:key}`, or `{{ name }}` for a variable of environment.yaml.",
            "Kafka, `ConfigTransformer`"));
  }

  @Override
  public List<Finding> check(Bundle bundle) {
    List<Finding> findings = new ArrayList<>();
    for (WorkerConfiguration worker : bundle.workers().values()) {
      worker
          .properties()
          .forEach((key, value) -> find(ANY, key, value, worker::valueAt).ifPresent(findings::add));
    }
    findings.addAll(ConnectorRule.super.check(bundle));
    return findings;
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    boolean isKnown = SourceConnectors.of(connector.config()).isPresent();
    List<Finding> findings = new ArrayList<>();
    connector
        .config()
        .forEach(
            (key, value) -> {
              Pattern pattern = isKnown && !key.startsWith("transforms.") ? ANY : UPPER_CASE;
              find(pattern, key, value, connector::valueAt).ifPresent(findings::add);
            });
    return findings;
  }

  private static Optional<Finding> find(
      Pattern pattern, String key, String value, Function<String, Location> at) {
    Matcher name = pattern.matcher(value);
    if (!value.contains("${") || !name.find()) {
      return Optional.empty();
    }
    // A secret in clear may contain such a text by chance.
    String shown = SecretKeys.shown(key, value).equals(value) ? name.group() : "a name in ${ }";
    return Optional.of(
        Finding.error(
            REFERENCE_INVALID,
            at.apply(key),
            key,
            shown
                + " has no colon, so it refers to no config provider, and the text itself is used",
            "write ${provider:path:key} for a value that a worker resolves, or {{ name }} in a"
                + " connector's file for a variable of environment.yaml"));
  }
}
