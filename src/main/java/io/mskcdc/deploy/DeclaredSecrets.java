package io.mskcdc.deploy;

import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.Capability;
import io.mskcdc.runtime.ConnectRuntime;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Reads from a runtime which options of a connector hold secrets. */
final class DeclaredSecrets {
  private DeclaredSecrets() {}

  /**
   * Returns the keys that the runtime declares as secrets; empty where it declares none, and for
   * classes in the catalog, whose secrets are known.
   *
   * @param progress receives a warning if the runtime cannot validate the configuration
   */
  static Set<String> of(
      ConnectRuntime runtime, String name, Map<String, String> config, Consumer<String> progress) {
    if (SourceConnectors.of(config).isPresent() || !runtime.can(Capability.VALIDATE)) {
      return Set.of();
    }
    try {
      return runtime.validate(name, config).secrets();
    } catch (ProblemException e) {
      progress.accept(
          "warning "
              + name
              + ": the workers do not validate it, so secrets are recognised by name and value only");
      return Set.of();
    }
  }
}
