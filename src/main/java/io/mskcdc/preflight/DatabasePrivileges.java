package io.mskcdc.preflight;

import static io.mskcdc.problem.ErrorCode.PRIVILEGE_MISSING;

import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.database.MissingPrivilege;
import io.mskcdc.database.NotReachableException;
import io.mskcdc.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Finds the privileges that the connector's user lacks, all at once. The worker's validation
 * reports the first of them, and a snapshot or the stream fails at the others.
 */
public final class DatabasePrivileges extends DatabasePreflight<List<MissingPrivilege>> {
  private final BundlePaths paths;
  private final Predicate<String> isLive;

  /**
   * A check that connects to the connector's database.
   *
   * @param isLive whether a connector, by its name, runs already and has begun its snapshot
   */
  public DatabasePrivileges(
      BundlePaths paths, ConnectorDatabases databases, Predicate<String> isLive) {
    this(paths, (source, config) -> missing(source, config, databases), isLive);
  }

  DatabasePrivileges(
      BundlePaths paths, DatabaseReader<List<MissingPrivilege>> reader, Predicate<String> isLive) {
    super(reader, "the privileges of the connector's user were not checked");
    this.paths = paths;
    this.isLive = isLive;
  }

  /**
   * Returns the privileges that a connector's user lacks.
   *
   * @throws NotReachableException if the database does not answer this machine
   */
  public static List<MissingPrivilege> missing(
      SourceConnector source, Map<String, String> config, ConnectorDatabases databases)
      throws NotReachableException {
    return databases
        .of(source, config)
        .missingPrivileges(
            source.captured(config).tables(databases.columns(source, config)).values(),
            source.locksTables(config));
  }

  @Override
  protected List<Problem> check(
      SourceConnector source,
      RenderedConnector connector,
      List<MissingPrivilege> missing,
      Consumer<String> note) {
    String key = source.databaseKey();
    return missing.stream()
        .filter(privilege -> !privilege.isForSnapshot() || !isLive.test(connector.name()))
        .map(
            privilege ->
                new Problem(
                    PRIVILEGE_MISSING,
                    paths.shown(connector.valueAt(key)),
                    key,
                    privilege.text(),
                    privilege.statement()))
        .toList();
  }
}
