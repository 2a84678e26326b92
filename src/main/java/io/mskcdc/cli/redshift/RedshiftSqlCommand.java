package io.mskcdc.cli.redshift;

import io.mskcdc.cli.option.ConnectorName;
import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.deploy.RedshiftTables;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the SQL with which Redshift keeps tables of a connector's topics. */
@Command(
    name = "sql",
    description =
        "Prints the SQL with which Redshift keeps tables of a connector's topics: views, tables,"
            + " procedures that apply new records, grants and a check.",
    footer = {
      "",
      "Reads the database of the connector, and has no connection to Redshift. Keep the output: after"
          + " a change of the tables, --since prints what is different.",
      "",
      "Example:",
      "  mskcdc redshift sql mysql-cdc --env production --iam-role ARN > redshift.sql"
    },
    mixinStandardHelpOptions = true)
final class RedshiftSqlCommand implements Callable<Integer> {
  @Mixin private ConnectorName connector;

  @Option(
      names = "--since",
      paramLabel = "FILE",
      description = "Print only the changes since this file, which the command wrote before.")
  private Optional<Path> since;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "Only the tables of these topics; repeatable (default: all).")
  private List<String> topics = List.of();

  @Option(
      names = "--schema",
      paramLabel = "SCHEMA",
      description = "The schema of all tables (default: one like each database).")
  private Optional<String> schema;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "SERVERS",
      description = "The brokers, as host:port with commas (default: those of environment.yaml).")
  private Optional<String> bootstrapServers;

  @Mixin private RedshiftOptions redshift;
  @Mixin private EnvironmentOptions options;

  @Override
  public Integer call() {
    RedshiftTables tables =
        new RedshiftTables(
            options.loadFilesOnly(List.of(connector.name())),
            redshift.iamRole(),
            redshift.readers());
    options.print(tables.ofTopics(connector.name(), topics, bootstrapServers, schema, since));
    return ExitCode.DONE;
  }
}
