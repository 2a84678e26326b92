package io.mskcdc.migrate;

import static io.mskcdc.problem.ErrorCode.CONFIGURATION_CURRENT;
import static io.mskcdc.problem.ErrorCode.MIGRATION_UNSUPPORTED;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.catalog.RecentOptions;
import io.mskcdc.catalog.RenamedKeys;
import io.mskcdc.catalog.RenamedValues;
import io.mskcdc.catalog.SecretKeys;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.Accept;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.Environment;
import io.mskcdc.config.ForeignConnector;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WorkerConfiguration;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rewrites a configuration of Debezium 1 or 2 for MySQL as the bundle's Debezium reads it. */
public final class Migration {
  private static final String MYSQL = "io.debezium.connector.mysql.MySqlConnector";
  private static final String SERVER_ID = "database.server.id";
  private static final String CLASS = "connector.class";

  /** Debezium's former default was a random number from here on. */
  private static final long FIRST_ID = 5400;

  private final BundlePaths paths;
  private final Optional<Environment> environment;
  private final Optional<WorkerConfiguration> worker;
  private final List<RenderedConnector> others;
  private final boolean isIdentical;

  /**
   * @param environment the environment that the connector is for; empty for none
   * @param worker the configuration of the environment's workers; empty if it is not known
   * @param others the connectors of the environment
   * @param isIdentical whether the records stay byte for byte what they were, as far as 3.6 can
   */
  public Migration(
      BundlePaths paths,
      Optional<Environment> environment,
      Optional<WorkerConfiguration> worker,
      List<RenderedConnector> others,
      boolean isIdentical) {
    this.paths = paths;
    this.environment = environment;
    this.worker = worker;
    this.others = List.copyOf(others);
    this.isIdentical = isIdentical;
  }

  /**
   * A migrated connector.
   *
   * @param source the file of the old configuration, as messages show it
   * @param release the major version of the Debezium that it was written for
   * @param config the new configuration; it contains no secret
   * @param accept the findings of lint that it accepts
   * @param changes what is different, in the order of the old file
   * @param commands the commands that store its secrets
   * @param entry the settings of its entry in environment.yaml
   * @param unplaced settings of the source that belong into environment.yaml
   */
  public record Migrated(
      String source,
      int release,
      String name,
      Optional<String> description,
      Map<String, String> config,
      List<Accept> accept,
      List<Change> changes,
      List<String> commands,
      Map<String, String> entry,
      List<String> unplaced) {

    public Migrated {
      config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
      accept = List.copyOf(accept);
      changes = List.copyOf(changes);
      commands = List.copyOf(commands);
    }

    /** Returns the connector without a key that nothing reads. */
    public Migrated without(String key, String reason) {
      Map<String, String> rest = new LinkedHashMap<>(config);
      rest.remove(key);
      List<Change> more = new ArrayList<>(changes);
      more.add(new Change(Change.Kind.LOST, key, Optional.empty(), reason));
      return new Migrated(
          source, release, name, description, rest, accept, more, commands, entry, unplaced);
    }

    /** Returns the connector with findings that its file accepts. */
    public Migrated accepting(List<Accept> accepted) {
      return new Migrated(
          source, release, name, description, config, accepted, changes, commands, entry, unplaced);
    }

    /** Returns the connector's file. */
    public ObjectNode document() {
      ObjectNode document = JsonNodeFactory.instance.objectNode();
      document.put("$schema", "schema/connector.schema.json").put("name", name);
      description.ifPresent(text -> document.put("description", text));
      if (!accept.isEmpty()) {
        accept.forEach(
            entry ->
                document
                    .withArray("accept")
                    .addObject()
                    .put("rule", entry.rule())
                    .put("key", entry.key())
                    .put("reason", entry.reason()));
      }
      ObjectNode object = document.putObject("config");
      object.put(CLASS, config.get(CLASS));
      config.forEach(object::put);
      return document;
    }
  }

  /**
   * Rewrites a configuration.
   *
   * @param source its file, as messages show it
   * @throws ProblemException if it is of another connector, or of Debezium 3 already
   */
  public Migrated of(ForeignConnector foreign, String source) {
    Map<String, String> config = new LinkedHashMap<>(foreign.config());
    config.keySet().removeIf(Importer::isAddedByTools);
    requireOld(config, source);
    RenderedConnector.requireName(foreign.name(), source, "name");
    boolean isFirst = isOfFirst(config);
    Draft draft = new Draft(config);
    OldNames.replace(draft);
    new StockTransforms(draft, isFirst, isIdentical).replace();
    new TargetSettings(draft, environment, worker, isFirst, isIdentical).add();
    serverId(draft, foreign.name());
    SecretPlaces secrets = new SecretPlaces(foreign.name(), environment, worker);
    secrets.replace(draft);
    VariableFinder variables =
        new VariableFinder(environment.map(Environment::variables).orElse(Map.of()));
    Map<String, String> written = draft.config();
    written.replaceAll(variables::replace);
    return new Migrated(
        source,
        isFirst ? 1 : 2,
        foreign.name(),
        foreign.description(),
        written,
        List.of(),
        draft.changes(),
        secrets.commands(),
        foreign.entry(),
        foreign.unplaced());
  }

  private static void requireOld(Map<String, String> config, String source) {
    String type = config.getOrDefault(CLASS, "").strip();
    if (!type.equals(MYSQL)) {
      throw new ProblemException(
          new Problem(
              MIGRATION_UNSUPPORTED,
              source,
              CLASS,
              "it is "
                  + (type.isEmpty() ? "missing" : SecretKeys.shown(CLASS, type))
                  + ", and migrate rewrites configurations of Debezium for MySQL",
              "run mskcdc adopt " + source + "; lint then lists the keys of older releases"));
    }
    Optional<String> recent = RecentOptions.in(config);
    boolean hasOldNames =
        config.entrySet().stream()
            .anyMatch(
                option ->
                    RenamedKeys.of(option.getKey(), config).isPresent()
                        || RenamedValues.of(option.getKey(), option.getValue(), config)
                            .isPresent());
    if (recent.isPresent() && !hasOldNames) {
      throw new ProblemException(
          new Problem(
              CONFIGURATION_CURRENT,
              source,
              recent.get(),
              "no older release has it: the configuration is one of Debezium 3 already",
              "run mskcdc adopt " + source));
    }
  }

  /** Each configuration of Debezium 1 has the name of the server, and none of Debezium 2. */
  private static boolean isOfFirst(Map<String, String> config) {
    return !config.containsKey(SourceConnectors.of(config).orElseThrow().topicPrefixKey())
        && config.containsKey("database.server.name");
  }

  /** MySQL ends the connection of the connector that had the id before. */
  private void serverId(Draft draft, String name) {
    String id = draft.get(SERVER_ID);
    boolean isTaken =
        others.stream()
            .filter(other -> !other.name().equals(name))
            .anyMatch(other -> other.config().getOrDefault(SERVER_ID, "").strip().equals(id));
    if (id.isEmpty() || isTaken) {
      long highest = Files.isDirectory(paths.root()) ? ConnectorCopy.highest(paths, SERVER_ID) : 0;
      draft.put(
          SERVER_ID,
          String.valueOf(Math.max(highest, FIRST_ID) + 1),
          isTaken && !id.isEmpty()
              ? "another connector of the environment has " + id
              : "3.6 has no default; no other replica of the database may have it");
    }
  }
}
