package io.mskcdc.local.msk;

import io.mskcdc.local.aws.rest.LocalService;
import io.mskcdc.local.aws.rest.RestJsonService;
import io.mskcdc.local.aws.rest.Routes;
import io.mskcdc.local.aws.rest.TagOperations;
import io.mskcdc.local.aws.rest.Tags;

/**
 * The operations of the service {@code kafkaconnect} and their paths.
 *
 * <p>Format: the service model of 2021-09-14, and "Amazon MSK Connect API Reference".
 */
final class MskConnectService {
  static final String NAME = "kafkaconnect";

  private MskConnectService() {}

  static LocalService of(
      Connectors connectors, CustomPlugins plugins, WorkerConfigurations workers, Tags tags) {
    Routes routes = new Routes();
    addConnectors(routes, connectors);
    addPlugins(routes, plugins, connectors);
    addWorkerConfigurations(routes, workers, connectors);
    new TagOperations(tags, arn -> connectors.has(arn) || plugins.has(arn) || workers.has(arn))
        .addTo(routes, "/v1/tags");
    // The only variable of each path is the ARN of the resource.
    return new RestJsonService(
        NAME,
        routes,
        (path, call) -> path.values().stream().findFirst().orElse("*"),
        MskConnectErrors.MODEL);
  }

  private static void addConnectors(Routes routes, Connectors connectors) {
    String all = "/v1/connectors";
    String one = all + "/{connectorArn}";
    routes
        .add("CreateConnector", "POST", all, connectors::create)
        .add("ListConnectors", "GET", all, connectors::list)
        .add("DescribeConnector", "GET", one, connectors::describe)
        .add("UpdateConnector", "PUT", one, connectors::update)
        .add("DeleteConnector", "DELETE", one, connectors::delete)
        .add("PauseConnector", "PUT", one + "/pause", connectors::pause)
        .add("ResumeConnector", "PUT", one + "/resume", connectors::resume)
        .add("RestartConnector", "POST", one + "/restart", connectors::restart)
        .add("ListConnectorOperations", "GET", one + "/operations", connectors::listOperations)
        .add(
            "DescribeConnectorOperation",
            "GET",
            "/v1/connectorOperations/{connectorOperationArn}",
            connectors::describeOperation);
  }

  private static void addPlugins(Routes routes, CustomPlugins plugins, Connectors connectors) {
    String all = "/v1/custom-plugins";
    String one = all + "/{customPluginArn}";
    routes
        .add("CreateCustomPlugin", "POST", all, plugins::create)
        .add("ListCustomPlugins", "GET", all, plugins::list)
        .add("DescribeCustomPlugin", "GET", one, plugins::describe)
        .add(
            "DeleteCustomPlugin",
            "DELETE",
            one,
            input -> plugins.delete(input, connectors::isUsed));
  }

  private static void addWorkerConfigurations(
      Routes routes, WorkerConfigurations workers, Connectors connectors) {
    String all = "/v1/worker-configurations";
    String one = all + "/{workerConfigurationArn}";
    routes
        .add("CreateWorkerConfiguration", "POST", all, workers::create)
        .add("ListWorkerConfigurations", "GET", all, workers::list)
        .add("DescribeWorkerConfiguration", "GET", one, workers::describe)
        .add(
            "DeleteWorkerConfiguration",
            "DELETE",
            one,
            input -> workers.delete(input, connectors::isUsed));
  }
}
