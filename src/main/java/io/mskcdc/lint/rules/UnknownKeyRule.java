package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.KEY_RENAMED;
import static io.mskcdc.problem.ErrorCode.KEY_UNKNOWN;

import io.mskcdc.catalog.RenamedKey;
import io.mskcdc.catalog.RenamedKeys;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.Location;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.text.Spelling;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds configuration keys that nothing reads. Connect ignores them without an error. */
final class UnknownKeyRule implements ConnectorRule {
  /**
   * If the key has fewer known variants, it is probably a misspelt option and no unknown variant.
   */
  private static final int FEWEST_VARIANTS = 3;

  private static final String CORRECT = "correct the key, or remove it";

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            KEY_UNKNOWN,
            "keys of Debezium MySQL, its transforms, converters and predicates; in other connectors, aliases of transforms, predicates and groups of topics",
            "Connect ignores a key that nothing reads, without an error.",
            "Use the suggested key, list the alias that it belongs to, or remove it.",
            "Debezium, Kafka: their option lists"),
        Rule.error(
            KEY_RENAMED,
            "keys of Debezium connectors, and of Debezium's transforms in each connector",
            "Connect ignores the key of an older release without an error.",
            "Write the new key. `mskcdc lint --fix` does it where the value stays the same.",
            "Debezium, release notes 1.0 to 3.6"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    Map<String, String> config = connector.config();
    // The options of other connectors are not known.
    Optional<KnownKeys> known =
        SourceConnectors.of(config).map(source -> new KnownKeys(config, source));
    List<AliasedKeys> aliased = AliasedKeys.of(config);
    List<Finding> findings = new ArrayList<>();
    Set<String> reportedAliases = new HashSet<>();
    for (String key : config.keySet()) {
      Optional<AliasedKeys.Unlisted> alias =
          aliased.stream().flatMap(keys -> keys.unlisted(key).stream()).findFirst();
      if (alias.isPresent()) {
        if (reportedAliases.add(alias.get().prefixed())) {
          findings.add(unlisted(connector, key, alias.get(), bundle));
        }
      } else if (known.filter(keys -> keys.contains(key)).isEmpty()) {
        unread(connector, key, known).ifPresent(findings::add);
      }
    }
    return findings;
  }

  /**
   * Returns a finding about a key that is not known; empty if the connector's options are not
   * known, or if another rule reports the key.
   */
  private static Optional<Finding> unread(
      RenderedConnector connector, String key, Optional<KnownKeys> known) {
    return RenamedKeys.of(key, connector.config())
        .filter(now -> known.filter(keys -> !keys.contains(now.name())).isEmpty())
        .map(now -> renamed(connector, key, now))
        .or(
            () ->
                known
                    .filter(keys -> !key.startsWith(DeadLetterRule.PREFIX))
                    .map(keys -> unknown(connector, key, keys)));
  }

  private static Finding unlisted(
      RenderedConnector connector, String key, AliasedKeys.Unlisted alias, Bundle bundle) {
    Location list = connector.valueAt(alias.list());
    // An overlay replaces the list as a whole, and the keys stay in the connector's file.
    boolean isElsewhere = !list.file().equals(connector.keyAt(key).file());
    String meant = alias.closest().map(listed -> ": did you mean " + listed + "?").orElse("");
    return Finding.error(
        KEY_UNKNOWN,
        connector.keyAt(key),
        alias.prefixed(),
        "'"
            + alias.name()
            + "' is not listed in "
            + alias.list()
            + ", and Connect ignores its keys"
            + meant,
        "add it to "
            + alias.list()
            + (isElsewhere ? " at " + bundle.paths().shown(list) : "")
            + ", or remove its keys");
  }

  private static Finding renamed(RenderedConnector connector, String key, RenamedKey now) {
    return finding(
        KEY_RENAMED,
        connector,
        key,
        "this key is of an older Debezium and is not read any more: it is " + now.name() + " now",
        now.value()
            .map(value -> "write \"" + now.name() + "\": \"" + value + "\"")
            .orElse("write " + now.name()));
  }

  private static Finding unknown(RenderedConnector connector, String key, KnownKeys known) {
    String message = "nothing reads this key, and Connect ignores it";
    Map<String, String> variants = known.variants(key);
    boolean hasVariants = variants.size() >= FEWEST_VARIANTS;
    Optional<String> meant =
        hasVariants
            ? Spelling.closest(KnownKeys.variant(key), variants.keySet()).map(variants::get)
            : Spelling.closest(key, known.candidates(key));
    if (meant.isPresent()) {
      return finding(
          KEY_UNKNOWN, connector, key, message + ": did you mean " + meant.get() + "?", CORRECT);
    }
    if (hasVariants) {
      String next = "write one of " + String.join(", ", variants.values());
      return finding(KEY_UNKNOWN, connector, key, message, next);
    }
    return finding(KEY_UNKNOWN, connector, key, message, CORRECT);
  }

  private static Finding finding(
      ErrorCode code, RenderedConnector connector, String key, String message, String next) {
    return Finding.error(code, connector.keyAt(key), key, message, next);
  }
}
