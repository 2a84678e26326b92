package io.mskcdc.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the files of a bundle for a test. */
public final class BundleFolder {
  private final Path root;

  /** Begins a bundle in an empty folder, with the environment test that lists one connector. */
  public BundleFolder(Path folder) {
    root = folder.resolve("connector-configs");
    environment("test", "http://127.0.0.1:8083", "connectors: [{name: shop}]");
    connector("shop", "\"connector.class\": \"Source\", \"tasks.max\": 1");
  }

  public Path root() {
    return root;
  }

  /** Writes environment.yaml: its target, the worker's address, and whatever else is given. */
  public BundleFolder environment(String env, String url, String rest) {
    return file(
        "environments/" + env + "/environment.yaml",
        "target: connect\nconnect:\n  url: \"" + url + "\"\n" + rest + "\n");
  }

  /** Writes a connector with these entries of its config. */
  public BundleFolder connector(String name, String config) {
    return file(name + ".json", "{\"name\": \"" + name + "\", \"config\": {" + config + "}}");
  }

  /** Writes the configuration of the workers of the environment test. */
  BundleFolder worker(String properties) {
    return file("environments/test/worker.properties", properties);
  }

  public BundleFolder file(String path, String content) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Bundle read() {
    return new BundleReader(new BundlePaths(root)).read("test");
  }
}
