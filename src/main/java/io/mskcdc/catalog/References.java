package io.mskcdc.catalog;

import io.mskcdc.database.NotReachableException;

/** Resolves references to config providers. Use the results only to connect. */
@FunctionalInterface
public interface References {
  /** Resolves those to files on this machine. */
  References IN_FILES = FileReferences::resolve;

  /**
   * Returns a value with its references replaced.
   *
   * @throws NotReachableException if a reference cannot be resolved on this machine
   */
  String resolve(String value) throws NotReachableException;
}
