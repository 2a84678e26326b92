package io.mskcdc.cli.lake;

import io.mskcdc.cli.option.ConnectorName;
import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.config.Bundle;
import io.mskcdc.deploy.LakeTables;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the Spark SQL that creates the Iceberg tables of a connector's topics. */
@Command(
    name = "ddl",
    description =
        "Prints the Spark SQL that creates the Iceberg tables of a connector's topics: changes, merged"
            + " rows, and a view of the latest rows.",
    footer = {
      "",
      "Reads the database of the connector, and has no connection to the lake.",
      "",
      "Example:",
      "  mskcdc lake ddl mysql-cdc --env production --view-catalog spark_catalog > lake.sql"
    },
    mixinStandardHelpOptions = true)
final class LakeDdlCommand implements Callable<Integer> {
  @Mixin private ConnectorName connector;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "Only the tables of this topic (default: all).")
  private Optional<String> topic;

  @Option(
      names = "--catalog",
      paramLabel = "NAME",
      defaultValue = "glue_catalog",
      description = "Iceberg's catalog in Spark (default: ${DEFAULT-VALUE}).")
  private String catalog;

  @Option(
      names = "--view-catalog",
      paramLabel = "NAME",
      description =
          "The catalog for the views (default: that of --catalog). A Glue catalog of Iceberg has no"
              + " views; spark_catalog has.")
  private Optional<String> viewCatalog;

  @Mixin private EnvironmentOptions options;

  @Override
  public Integer call() {
    Bundle bundle = options.loadFilesOnly(List.of(connector.name()));
    options.print(
        new LakeTables(bundle).ddl(connector.name(), topic, catalog, viewCatalog.orElse(catalog)));
    return ExitCode.DONE;
  }
}
