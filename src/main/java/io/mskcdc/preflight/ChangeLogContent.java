package io.mskcdc.preflight;

import static io.mskcdc.problem.ErrorCode.CHANGE_LOG_INCOMPLETE;

import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.database.LogFault;
import io.mskcdc.problem.Problem;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds settings of the database under which its change log lacks changes. The connector runs
 * without an error then, and the changes never arrive. A log that is purged soon is a note.
 */
public final class ChangeLogContent extends DatabasePreflight<List<LogFault>> {
  private final BundlePaths paths;

  /** A check that connects to the connector's database. */
  public ChangeLogContent(BundlePaths paths, ConnectorDatabases databases) {
    this(paths, (source, config) -> databases.of(source, config).logFaults());
  }

  ChangeLogContent(BundlePaths paths, DatabaseReader<List<LogFault>> reader) {
    super(reader, "the settings of the database were not checked");
    this.paths = paths;
  }

  @Override
  protected List<Problem> check(
      SourceConnector source,
      RenderedConnector connector,
      List<LogFault> faults,
      Consumer<String> note) {
    faults.stream()
        .filter(LogFault::isRisk)
        .map(fault -> fault.text() + "; " + fault.statement())
        .forEach(note);
    return faults.stream()
        .filter(fault -> !fault.isRisk())
        .map(fault -> problem(source, connector, fault))
        .toList();
  }

  private Problem problem(SourceConnector source, RenderedConnector connector, LogFault fault) {
    String key = source.databaseKey();
    return new Problem(
        CHANGE_LOG_INCOMPLETE,
        paths.shown(connector.valueAt(key)),
        key,
        fault.text(),
        fault.statement());
  }
}
