package io.mskcdc.deploy;

import io.mskcdc.apply.Validator;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.mask.MaskPreflight;
import io.mskcdc.offsets.StoredPosition;
import io.mskcdc.preflight.CapturedTables;
import io.mskcdc.preflight.ChangeLogContent;
import io.mskcdc.preflight.ConnectorDatabases;
import io.mskcdc.preflight.DatabasePrivileges;
import io.mskcdc.preflight.MergedTopics;
import io.mskcdc.preflight.Preflight;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.report.ValidReport;
import io.mskcdc.runtime.Capability;
import io.mskcdc.runtime.ConnectRuntime;
import io.mskcdc.runtime.LiveConnector;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Validates connectors on the runtime and against their databases. Writes nothing. */
public final class ConnectorValidation {
  private final Bundle bundle;
  private final ConnectRuntime runtime;
  private final Consumer<String> progress;

  /**
   * @param runtime where the connectors would run
   * @param progress receives steps and what could not be checked, one line each
   */
  public ConnectorValidation(Bundle bundle, ConnectRuntime runtime, Consumer<String> progress) {
    this.bundle = bundle;
    this.runtime = runtime;
    this.progress = progress;
  }

  /**
   * Validates connectors, and compares them with those that run.
   *
   * @param names the connectors; empty for all that the environment lists
   * @throws ProblemException with the errors of all of them
   */
  public ValidReport validate(List<String> names) {
    List<RenderedConnector> connectors = ConnectorSelection.ofBuilt(bundle, names);
    List<LiveConnector> live = runtime.connectors();
    new LiveValues(
            bundle,
            live,
            connectors.stream().map(RenderedConnector::name).collect(Collectors.toSet()))
        .requireOwn(connectors.stream());
    validator().validate(connectors);
    return new ValidReport(
        connectors.stream().map(RenderedConnector::name).toList(),
        runtime.can(Capability.VALIDATE));
  }

  Validator validator() {
    ConnectorDatabases databases = new ConnectorDatabases();
    Preflight server =
        Preflight.all(
            new ChangeLogContent(bundle.paths(), databases),
            new DatabasePrivileges(
                bundle.paths(), databases, name -> runtime.connector(name).isPresent()));
    return new Validator(
        runtime,
        server,
        Preflight.all(
            new CapturedTables(bundle.paths(), databases),
            server,
            new StoredPosition(bundle.paths(), runtime, databases),
            new MergedTopics(bundle.paths(), databases),
            new MaskPreflight(bundle.paths(), databases)),
        bundle.paths(),
        (connector, text) -> progress.accept(connector + ": " + text));
  }
}
