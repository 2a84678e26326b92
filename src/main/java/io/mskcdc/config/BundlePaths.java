package io.mskcdc.config;

import java.nio.file.Path;

/**
 * Where things lie in a bundle.
 *
 * @param root the folder connector-configs, absolute and normalised
 */
public record BundlePaths(Path root) {

  public BundlePaths {
    root = root.toAbsolutePath().normalize();
  }

  /** Returns the file of a connector. */
  public Path connector(String name) {
    return root.resolve(name + ".json");
  }

  /** Returns the folder that holds one folder per environment. */
  public Path environments() {
    return root.resolve("environments");
  }

  /** Returns the folder of an environment. */
  public Path environment(String env) {
    return environments().resolve(env);
  }

  /** Returns the file that describes an environment. */
  public Path environmentFile(String env) {
    return environment(env).resolve("environment.yaml");
  }

  /** Returns the configuration of an environment's workers. */
  public Path workerFile(String env) {
    return environment(env).resolve("worker.properties");
  }

  /** Returns the folder in which a plugin is built, whether there is one of this name or not. */
  public Path plugin(String name) {
    return root.resolveSibling("connect-plugins").resolve(name);
  }

  /** Returns the account of a built plugin, which tells its name on AWS. */
  public Path pluginManifest(String name) {
    return plugin(name).resolve("target").resolve("manifest.json");
  }

  /** Returns the overlay of a connector in an environment. */
  public Path overlay(String env, String name) {
    return environment(env).resolve(name + ".json");
  }

  /**
   * Returns a path as messages show it: relative to the folder that holds the bundle where it lies
   * there.
   */
  public String shown(Path file) {
    Path normal = file.toAbsolutePath().normalize();
    Path base = root.getParent();
    return (base != null && normal.startsWith(base) ? base.relativize(normal) : normal).toString();
  }
}
