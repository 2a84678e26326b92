package io.mskcdc.deploy;

import static io.mskcdc.problem.ErrorCode.CONNECTOR_NOT_LISTED;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.Environment;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Selects connectors of an environment by name. */
public final class ConnectorSelection {
  private ConnectorSelection() {}

  /**
   * Returns the listed connectors with these names, or all listed connectors if there is no name.
   *
   * @throws ProblemException when a name is not listed
   */
  public static List<RenderedConnector> of(Bundle bundle, List<String> names) {
    if (names.isEmpty()) {
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

  /**
   * Returns the same for a comparison with live connectors, which needs the names of built plugins.
   *
   * @throws ProblemException when a name is not listed, or a plugin of the bundle is not built
   */
  static List<RenderedConnector> ofBuilt(Bundle bundle, List<String> names) {
    if (!bundle.unbuilt().isEmpty()) {
      throw new ProblemException(bundle.unbuilt());
    }
    return of(bundle, names);
  }

  private static ProblemException notListed(Bundle bundle, String name) {
    String listed =
        bundle.environment().connectors().stream()
            .map(Environment.Entry::name)
            .collect(Collectors.joining(", "));
    return new ProblemException(
        new Problem(
            CONNECTOR_NOT_LISTED,
            bundle.paths().shown(bundle.environment().document().keyAt("connectors")),
            "connectors",
            "'" + name + "' is not listed",
            "add it" + (listed.isEmpty() ? "" : ", or use one of: " + listed)));
  }
}
