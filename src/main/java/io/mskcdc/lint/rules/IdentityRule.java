package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.SERVER_ID_MISSING;
import static io.mskcdc.problem.ErrorCode.TOPIC_PREFIX_INVALID;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds Debezium connectors without a name for their topics, or without a server id. */
final class IdentityRule implements ConnectorRule {
  private static final String SERVER_ID = "database.server.id";
  private static final String PREFIX = "topic.prefix";
  private static final Pattern VALID_PREFIX = Pattern.compile("[A-Za-z0-9._-]+");

  /** The names of the prefix in older releases, which are findings of their own. */
  private static final List<String> OLD_PREFIXES = List.of("database.server.name", "mongodb.name");

  /** The prefix of these is the connector's name. */
  private static final Set<String> WITHOUT_PREFIX = Set.of("spanner");

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            SERVER_ID_MISSING,
            "`database.server.id` of Debezium for MySQL and MariaDB",
            "The connector joins the database as a replica and needs an id that no other replica has. It has no default, and the connector refuses to start without one.",
            "Write a positive number that no other replica of this database has.",
            "Debezium, MySQL connector; MySQL, replication"),
        Rule.error(
            TOPIC_PREFIX_INVALID,
            "`topic.prefix` of Debezium connectors",
            "It names the connector's topics and its offsets. The connector refuses to start without it, or with a character that no topic has.",
            "Write letters, digits, `.`, `_` and `-`. Never change it afterwards: a new prefix begins a new snapshot.",
            "Debezium, MySQL connector"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    ConnectorOptions options = new ConnectorOptions(connector);
    List<Finding> findings = new ArrayList<>();
    Optional<String> database = ConnectorKind.debezium(connector.config());
    if (database.isPresent()) {
      prefix(options, database.get()).ifPresent(findings::add);
    }
    if (ConnectorKind.readsBinlog(connector)) {
      serverId(options).ifPresent(findings::add);
    }
    return findings;
  }

  private static Optional<Finding> prefix(ConnectorOptions options, String database) {
    if (!options.isSet(PREFIX)) {
      return !options.isMissing(PREFIX)
              || OLD_PREFIXES.stream().anyMatch(options::isSet)
              || WITHOUT_PREFIX.contains(database)
          ? Optional.empty()
          : Optional.of(
              options.error(
                  TOPIC_PREFIX_INVALID,
                  PREFIX,
                  "the connector refuses to start without the beginning of its topics' names",
                  "write a name that no other connector of this Kafka cluster has"));
    }
    return options
        .value(PREFIX)
        .filter(prefix -> !VALID_PREFIX.matcher(prefix).matches())
        .map(
            prefix ->
                options.error(
                    TOPIC_PREFIX_INVALID,
                    PREFIX,
                    "the connector refuses a character of '" + prefix + "', which no topic has",
                    "write letters, digits, '.', '_' and '-'"));
  }

  private static Optional<Finding> serverId(ConnectorOptions options) {
    boolean isUnknown = options.isSet(SERVER_ID) && options.value(SERVER_ID).isEmpty();
    boolean isMeant = !options.isSet(SERVER_ID) && !options.isMissing(SERVER_ID);
    if (isUnknown || isMeant || options.integer(SERVER_ID).filter(id -> id > 0).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        options.error(
            SERVER_ID_MISSING,
            SERVER_ID,
            options.isSet(SERVER_ID)
                ? "the connector refuses to start, because this is no positive number"
                : "the connector refuses to start without an id as a replica of the database",
            "write a positive number that no other replica of this database has"));
  }
}
