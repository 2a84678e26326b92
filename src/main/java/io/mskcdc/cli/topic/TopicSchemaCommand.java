package io.mskcdc.cli.topic;

import io.mskcdc.cli.option.ConnectorName;
import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.deploy.TopicContracts;
import io.mskcdc.report.TopicSchemaReport;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the JSON Schemas of the keys and values in a connector's topics. */
@Command(
    name = "schema",
    description = "Prints the JSON Schemas of the keys and values in a connector's topics.",
    footer = {
      "",
      "Reads the database. The output has the schemas of key and value by topic. A topic of a table"
          + " without a key has no schema of keys, and a withheld table has no topic.",
      "",
      "Example:",
      "  mskcdc topic schema mysql-cdc --topic production_db.orders"
    },
    mixinStandardHelpOptions = true)
final class TopicSchemaCommand implements Callable<Integer> {
  @Mixin private ConnectorName connector;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "Print the schemas of this topic only.")
  private Optional<String> topic;

  @Mixin private EnvironmentOptions options;

  @Override
  public Integer call() {
    TopicContracts contracts = new TopicContracts(options.loadFilesOnly(List.of(connector.name())));
    options.print(
        new TopicSchemaReport(
            connector.name(), contracts.of(connector.name(), topic.stream().toList())));
    return ExitCode.DONE;
  }
}
