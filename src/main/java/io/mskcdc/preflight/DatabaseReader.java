package io.mskcdc.preflight;

import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.database.NotReachableException;

/** Reads what a check needs from the database of a connector. */
@FunctionalInterface
public interface DatabaseReader<T> {
  /**
   * @throws NotReachableException if the database does not answer this machine
   */
  T read(SourceConnector source, RenderedConnector connector) throws NotReachableException;
}
