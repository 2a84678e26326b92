package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.PLUGIN_NEEDS_NEWER_WORKER;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.PluginContent;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WorkerSettings;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import java.util.List;
import java.util.Optional;

/**
 * Finds connectors on Kafka Connect 2.7.1, which runs on Java 11, whose plugin needs the Java 17 of
 * the newer releases.
 */
final class OldWorkerRule implements ConnectorRule {
  private static final String OLD = "2.7.1";

  /** The classes of this repository are compiled for Java 17. */
  private static final String OWN = "io.mskcdc.";

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            PLUGIN_NEEDS_NEWER_WORKER,
            "`connectVersion: 2.7.1`",
            "Kafka Connect 2.7.1 runs on Java 11 there, and the plugin is for Java 17.",
            "Write `connectVersion: 3.7.x`.",
            "AWS, MSK Connect versions"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    boolean isOld =
        connector.settings().map(WorkerSettings::connectVersion).filter(OLD::equals).isPresent();
    return isOld
        ? reason(connector, bundle).map(reason -> finding(connector, bundle, reason)).stream()
            .toList()
        : List.of();
  }

  private static Optional<String> reason(RenderedConnector connector, Bundle bundle) {
    return bundle
        .pluginOf(connector)
        .map(PluginContent::release)
        .filter(release -> !release.isEmpty() && !release.equals(OLD))
        .map(release -> "its plugin was checked for Kafka Connect " + release)
        .or(
            () ->
                connector.config().values().stream()
                    .filter(value -> value.startsWith(OWN))
                    .findFirst()
                    .map(type -> type + " needs Java 17"));
  }

  private static Finding finding(RenderedConnector connector, Bundle bundle, String reason) {
    return Finding.error(
        PLUGIN_NEEDS_NEWER_WORKER,
        bundle.environment().settingAt(connector.name(), "connectVersion"),
        "connectVersion",
        "Kafka Connect " + OLD + " runs on Java 11, and " + reason,
        "write connectVersion: 3.7.x, or use a plugin that passes mskcdc plugin verify FILE"
            + " --connect "
            + OLD);
  }
}
