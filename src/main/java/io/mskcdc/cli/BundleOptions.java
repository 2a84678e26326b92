package io.mskcdc.cli;

import static io.mskcdc.problem.ErrorCode.CONNECTOR_NOT_LISTED;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.BundleReader;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.connect.ConnectClient;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.ConnectRuntime;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The options of every command that reads the bundle. */
final class BundleOptions {
  /** Set by the launcher to the root of the repository it belongs to. */
  private static final String ROOT_PROPERTY = "mskcdc.root";

  static final String LOCAL = "local";

  @Option(
      names = "--env",
      paramLabel = "ENV",
      defaultValue = LOCAL,
      description = "The environment, a folder in environments/ (default: ${DEFAULT-VALUE}).")
  String env;

  @Option(
      names = "--configs",
      paramLabel = "DIR",
      description = "The folder of the bundle (default: connector-configs of this repository).")
  Path configs;

  @Option(names = "--debug", description = "Print the stack trace of an error.")
  boolean debug;

  /** Reads the environment. */
  Bundle read() {
    return new BundleReader(new BundlePaths(folder())).read(env);
  }

  /** Returns the connectors of these names, or all of the environment's when there is no name. */
  List<RenderedConnector> select(Bundle bundle, List<String> names) {
    if (names == null || names.isEmpty()) {
      return bundle.connectors();
    }
    List<RenderedConnector> selected = new ArrayList<>();
    for (String name : names.stream().distinct().toList()) {
      selected.add(
          bundle.connectors().stream()
              .filter(connector -> connector.name().equals(name))
              .findFirst()
              .orElseThrow(() -> notListed(bundle, name)));
    }
    return selected;
  }

  /** Opens the runtime that the environment deploys to. */
  ConnectRuntime open(Bundle bundle, PrintWriter err) {
    return new ConnectClient(
        bundle.environment().endpoint().url(),
        text -> {
          err.println(text);
          err.flush();
        });
  }

  private Path folder() {
    if (configs != null) {
      return configs;
    }
    String root = System.getProperty(ROOT_PROPERTY);
    return root == null ? Path.of("connector-configs") : Path.of(root, "connector-configs");
  }

  private static ProblemException notListed(Bundle bundle, String name) {
    return new ProblemException(
        new Problem(
            CONNECTOR_NOT_LISTED,
            bundle.paths().shown(bundle.environment().file()),
            "connectors",
            "'" + name + "' is not listed",
            "add it, or use one of: "
                + bundle.connectors().stream()
                    .map(RenderedConnector::name)
                    .collect(Collectors.joining(", "))));
  }
}
