package io.mskcdc.preflight;

import io.mskcdc.catalog.References;
import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.database.Column;
import io.mskcdc.database.NotReachableException;
import io.mskcdc.database.SourceDatabase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The databases of the connectors that are checked, one object each. The checks of a connector then
 * share what one of them found out: the columns, or that the database does not answer.
 */
public final class ConnectorDatabases {
  private final Map<Map<String, String>, SourceDatabase> byConfig = new HashMap<>();
  private final References references;

  /** Databases whose secrets are in files on this machine. */
  public ConnectorDatabases() {
    this(References.IN_FILES);
  }

  /**
   * @param references resolves the references of the connectors
   */
  public ConnectorDatabases(References references) {
    this.references = references;
  }

  /**
   * @throws NotReachableException if this machine cannot know how to connect
   */
  public SourceDatabase of(SourceConnector source, Map<String, String> config)
      throws NotReachableException {
    SourceDatabase database = byConfig.get(config);
    if (database == null) {
      database = source.database(config, references);
      byConfig.put(config, database);
    }
    return database;
  }

  /**
   * Returns the columns of a connector's database.
   *
   * @throws NotReachableException if the database does not answer this machine
   */
  public List<Column> columns(SourceConnector source, Map<String, String> config)
      throws NotReachableException {
    return of(source, config).columns();
  }
}
