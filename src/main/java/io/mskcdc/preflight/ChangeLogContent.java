package io.mskcdc.preflight;

import static io.mskcdc.problem.ErrorCode.CHANGE_LOG_INCOMPLETE;

import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.database.NotReachableException;
import io.mskcdc.database.SourceDatabase;
import io.mskcdc.problem.Check;
import io.mskcdc.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Finds settings of the database under which its change log lacks changes. The connector runs
 * without an error then, and the changes never arrive. A log that is purged soon is a note.
 */
public final class ChangeLogContent extends DatabasePreflight<ChangeLogContent.Log> {
  /** A weekend: a connector that fails on Friday evening continues on Monday. */
  public static final Duration OUTAGE = Duration.ofHours(72);

  private final BundlePaths paths;

  /**
   * What was read.
   *
   * @param content the checks of what the log contains
   * @param retention the checks of how long it is kept
   */
  record Log(List<Check> content, List<Check> retention) {}

  /** A check that connects to the connector's database. */
  public ChangeLogContent(BundlePaths paths, ConnectorDatabases databases) {
    this(paths, (source, connector) -> read(databases.of(source, connector.config())));
  }

  ChangeLogContent(BundlePaths paths, DatabaseReader<Log> reader) {
    super(reader, "the settings of the database were not checked");
    this.paths = paths;
  }

  private static Log read(SourceDatabase database) throws NotReachableException {
    return new Log(database.logChecks(), database.retentionChecks(OUTAGE));
  }

  /**
   * Returns the failed checks of a connector's change log.
   *
   * @throws NotReachableException if the database does not answer this machine
   */
  public static List<Check> faults(
      SourceConnector source, Map<String, String> config, ConnectorDatabases databases)
      throws NotReachableException {
    Log log = read(databases.of(source, config));
    return Stream.concat(log.content().stream(), log.retention().stream())
        .filter(Check::isFailed)
        .toList();
  }

  @Override
  protected List<Problem> check(
      SourceConnector source, RenderedConnector connector, Log log, Consumer<String> note) {
    log.retention().stream()
        .filter(Check::isFailed)
        .map(check -> check.seen() + "; " + check.next())
        .forEach(note);
    String key = source.databaseKey();
    return log.content().stream()
        .filter(Check::isFailed)
        .map(
            check ->
                new Problem(
                    CHANGE_LOG_INCOMPLETE,
                    paths.shown(connector.valueAt(key)),
                    key,
                    check.seen(),
                    check.next()))
        .toList();
  }
}
