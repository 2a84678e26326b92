package io.mskcdc.preflight;

import static io.mskcdc.problem.ErrorCode.CHANGE_LOG_INCOMPLETE;

import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.database.LogFault;
import io.mskcdc.database.NotReachableException;
import io.mskcdc.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds settings of the database under which its change log lacks changes. The connector runs
 * without an error then, and the changes never arrive.
 */
public final class ChangeLogContent implements Preflight {
  private final BundlePaths paths;
  private final FaultReader reader;

  /** Reads the faults of a connector's database. */
  interface FaultReader {
    List<LogFault> read(SourceConnector source, Map<String, String> config)
        throws NotReachableException;
  }

  /** A check that connects to the connector's database. */
  public ChangeLogContent(BundlePaths paths) {
    this(paths, (source, config) -> source.database(config).logFaults());
  }

  ChangeLogContent(BundlePaths paths, FaultReader reader) {
    this.paths = paths;
    this.reader = reader;
  }

  @Override
  public List<Problem> check(RenderedConnector connector, Consumer<String> note) {
    return SourceConnectors.of(connector.config())
        .map(source -> check(source, connector, note))
        .orElse(List.of());
  }

  private List<Problem> check(
      SourceConnector source, RenderedConnector connector, Consumer<String> note) {
    try {
      return reader.read(source, connector.config()).stream()
          .map(fault -> problem(source, connector, fault))
          .toList();
    } catch (NotReachableException e) {
      note.accept("the settings of the database were not checked: " + e.getMessage());
      return List.of();
    }
  }

  private Problem problem(SourceConnector source, RenderedConnector connector, LogFault fault) {
    String key = source.databaseKey();
    return new Problem(
        CHANGE_LOG_INCOMPLETE,
        paths.shown(connector.valueAt(key)),
        key,
        "the server has " + fault.setting() + ", so " + fault.consequence(),
        fault.statement());
  }
}
