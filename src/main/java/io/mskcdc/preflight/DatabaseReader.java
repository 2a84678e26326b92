package io.mskcdc.preflight;

import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.database.NotReachableException;
import java.util.Map;

/** Reads what a check needs from the database of a connector. */
@FunctionalInterface
public interface DatabaseReader<T> {
  /**
   * @throws NotReachableException if the database does not answer this machine
   */
  T read(SourceConnector source, Map<String, String> config) throws NotReachableException;
}
