package io.mskcdc.preflight;

import static io.mskcdc.problem.ErrorCode.PRIVILEGE_MISSING;

import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.database.NotReachableException;
import io.mskcdc.problem.Check;
import io.mskcdc.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Finds the privileges that the connector's user lacks, all at once. The worker's validation
 * reports the first of them, and a snapshot or the stream fails at the others.
 */
public final class DatabasePrivileges extends DatabasePreflight<List<Check>> {
  private final BundlePaths paths;

  /**
   * A check that connects to the connector's database.
   *
   * @param isLive whether a connector, by its name, runs already and has begun its snapshot
   */
  public DatabasePrivileges(
      BundlePaths paths, ConnectorDatabases databases, Predicate<String> isLive) {
    this(
        paths,
        (source, connector) ->
            missing(source, connector.config(), databases, !isLive.test(connector.name())));
  }

  DatabasePrivileges(BundlePaths paths, DatabaseReader<List<Check>> reader) {
    super(reader, "the privileges of the connector's user were not checked");
    this.paths = paths;
  }

  /**
   * Returns the failed checks of the privileges of a connector's user.
   *
   * @param beginsWithSnapshot whether the connector has yet to take its snapshot
   * @throws NotReachableException if the database does not answer this machine
   */
  public static List<Check> missing(
      SourceConnector source,
      Map<String, String> config,
      ConnectorDatabases databases,
      boolean beginsWithSnapshot)
      throws NotReachableException {
    return databases
        .of(source, config)
        .privilegeChecks(
            source.captured(config).tables(databases.columns(source, config)).values(),
            beginsWithSnapshot && source.locksTables(config))
        .stream()
        .filter(Check::isFailed)
        .toList();
  }

  @Override
  protected List<Problem> check(
      SourceConnector source,
      RenderedConnector connector,
      List<Check> missing,
      Consumer<String> note) {
    String key = source.databaseKey();
    return missing.stream()
        .map(
            privilege ->
                new Problem(
                    PRIVILEGE_MISSING,
                    paths.shown(connector.valueAt(key)),
                    key,
                    privilege.seen(),
                    privilege.next()))
        .toList();
  }
}
