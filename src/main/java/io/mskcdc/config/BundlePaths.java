package io.mskcdc.config;

import static io.mskcdc.problem.ErrorCode.BUNDLE_NOT_FOUND;

import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The paths of a bundle's files.
 *
 * @param root the folder connector-configs, absolute and normalised
 * @param plugins the folder that holds one folder per plugin
 */
public record BundlePaths(Path root, Path plugins) {
  private static final String PLUGINS = "connect-plugins";
  private static final String DMS = "dms";

  public BundlePaths {
    root = root.toAbsolutePath().normalize();
    plugins = plugins.toAbsolutePath().normalize();
  }

  /** The paths of a bundle whose plugins are built beside it. */
  public BundlePaths(Path root) {
    this(root, root.toAbsolutePath().normalize().resolveSibling(PLUGINS));
  }

  /**
   * Returns the paths of a bundle. Its plugins are those beside it, or else those of the deployer's
   * release.
   *
   * @param root the folder connector-configs
   * @param home the folder of the deployer's release
   */
  public static BundlePaths of(Path root, Path home) {
    BundlePaths paths = new BundlePaths(root);
    return Files.isDirectory(paths.plugins) ? paths : new BundlePaths(root, home.resolve(PLUGINS));
  }

  /** Returns the file of a connector. */
  public Path connector(String name) {
    return root.resolve(name + ".json");
  }

  /** Returns the folder of the files of DMS tasks. */
  public Path dmsTasks() {
    return root.resolve(DMS);
  }

  /** Returns the file of a DMS task. */
  public Path dmsTask(String name) {
    return dmsTasks().resolve(name + ".yaml");
  }

  /** Returns the folder of an environment's overlays of DMS tasks. */
  public Path dmsOverlays(String env) {
    return environment(env).resolve(DMS);
  }

  /** Returns the folder that holds one folder per environment. */
  public Path environments() {
    return root.resolve("environments");
  }

  /** Returns the names of the environments in the bundle, sorted; none if they cannot be read. */
  public List<String> environmentNames() {
    try (Stream<Path> folders = Files.list(environments())) {
      return folders
          .map(folder -> folder.getFileName().toString())
          .filter(name -> Files.isRegularFile(environmentFile(name)))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /**
   * Returns the names of the environments.
   *
   * @throws ProblemException if there is none
   */
  public List<String> requireEnvironments() {
    List<String> names = environmentNames();
    if (names.isEmpty()) {
      throw new ProblemException(
          Problem.of(
              BUNDLE_NOT_FOUND,
              root.toString(),
              "there is no such folder, or no environment in it",
              "run from the repository's root, or name the folder with --configs"));
    }
    return names;
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

  /** Returns the folder of a plugin of this name; it need not exist. */
  public Path plugin(String name) {
    return plugins.resolve(name);
  }

  /**
   * Returns the manifest of a built plugin, which contains its name on AWS. A release has it in the
   * plugin's folder, a checkout in the folder of the build.
   */
  public Path pluginManifest(String name) {
    Path released = plugin(name).resolve("manifest.json");
    return Files.exists(released) ? released : plugin(name).resolve("target/manifest.json");
  }

  /** Returns the overlay of a connector in an environment. */
  public Path overlay(String env, String name) {
    return environment(env).resolve(name + ".json");
  }

  /**
   * Returns a path as messages show it: relative to the bundle's parent folder if the file is in
   * there, else absolute.
   */
  public String shown(Path file) {
    Path normal = file.toAbsolutePath().normalize();
    Path base = root.getParent();
    // The base itself would have no name.
    return base != null && normal.startsWith(base) && !normal.equals(base)
        ? base.relativize(normal).toString()
        : normal.toString();
  }

  /** Returns a place as messages show it: the path, and the line and column where known. */
  public String shown(Location at) {
    String file = shown(at.file());
    return at.line() == 0 ? file : file + ":" + at.line() + ":" + at.column();
  }
}
