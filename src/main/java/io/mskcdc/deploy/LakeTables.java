package io.mskcdc.deploy;

import io.mskcdc.config.Bundle;
import io.mskcdc.lake.LakeDdl;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.report.LakeDdlReport;
import java.util.List;
import java.util.Optional;

/** Writes SQL for the tables of a connector in a lake. */
public final class LakeTables {
  private final Bundle bundle;

  public LakeTables(Bundle bundle) {
    this.bundle = bundle;
  }

  /**
   * Returns the statements that create the tables.
   *
   * @param connector its name
   * @param topic the only topic; empty for all
   * @param catalog the Iceberg catalog in Spark
   * @param viewCatalog the catalog for views
   * @throws ProblemException if the topics cannot be described, or if the lake cannot have the
   *     tables
   */
  public LakeDdlReport ddl(
      String connector, Optional<String> topic, String catalog, String viewCatalog) {
    String file =
        bundle.paths().shown(ConnectorSelection.of(bundle, List.of(connector)).get(0).file());
    return new LakeDdlReport(
        connector,
        new LakeDdl(connector, catalog, viewCatalog)
            .create(new TopicContracts(bundle).of(connector, topic.stream().toList()), file));
  }
}
