package io.mskcdc.deploy;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.BundleReader;
import io.mskcdc.config.Environment;
import io.mskcdc.problem.ProblemException;

/** Reads an environment of a bundle and checks it. Every use case gets its bundle from here. */
public final class BundleLoader {
  private final BundleReader reader;

  /** Loads from the bundle in this folder. */
  public BundleLoader(BundlePaths paths) {
    this.reader = new BundleReader(paths);
  }

  /**
   * Reads and checks an environment and every connector that it lists.
   *
   * @param env the name of the environment's folder
   * @throws ProblemException with every problem found
   */
  public Bundle load(String env) {
    return reader.read(env);
  }

  /**
   * Reads an environment without its connectors.
   *
   * @param env the name of the environment's folder
   * @throws ProblemException with every problem found
   */
  public Environment loadEnvironment(String env) {
    return reader.readEnvironment(env);
  }
}
