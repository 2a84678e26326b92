package io.mskcdc.local.stack;

import io.mskcdc.local.kafka.ConnectWorker;
import io.mskcdc.local.kafka.IamEndpoints;
import io.mskcdc.local.kafka.Kafka;
import io.mskcdc.local.msk.MskConnect;
import io.mskcdc.local.mysql.DatabaseServer;
import io.mskcdc.local.mysql.MySql;
import io.mskcdc.local.process.Parallel;
import io.mskcdc.local.process.Subprocess;
import io.mskcdc.local.s3.S3Mock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The parts of a stack. A part is null, or a database absent, if the stack has no such part or has
 * not started it yet.
 */
record StackParts(
    LocalIam iam,
    Map<DatabaseServer, MySql> databases,
    Kafka kafka,
    S3Mock s3,
    ConnectWorker connect,
    MskConnect msk) {

  /** Returns the variables that the stack's environment reads. */
  Map<String, String> endpoints(LocalStack.Settings settings) {
    Map<String, String> endpoints = new HashMap<>();
    for (DatabaseServer server : settings.databases()) {
      endpoints.put(server.part() + "_host", "127.0.0.1");
      endpoints.put(server.part() + "_port", Integer.toString(settings.ports().of(server)));
    }
    if (iam == null) {
      endpoints.put("kafka_bootstrap_servers", kafka.bootstrapServers());
      endpoints.put("connect_jmx", "127.0.0.1:" + settings.ports().jmx());
      endpoints.put("secrets_file", settings.secretsFile().toString());
    } else {
      IamEndpoints broker = iam.listeners().endpoints();
      endpoints.put("kafka_bootstrap_servers", broker.bootstrapServers());
      endpoints.put("cluster_arn", broker.cluster());
    }
    if (settings.type() == StackType.MSK) {
      endpoints.put("aws_endpoint", iam.address());
      endpoints.put("s3_endpoint", s3.endpoint().toString());
      endpoints.put("worker_role", LocalIam.workerRole());
    } else {
      endpoints.put("connect_url", "http://127.0.0.1:" + settings.ports().connect());
    }
    return endpoints;
  }

  List<Subprocess> subprocesses() {
    return Stream.concat(
            databases.values().stream().map(MySql::subprocess),
            Stream.of(
                    kafka == null ? null : kafka.subprocess(),
                    connect == null ? null : connect.subprocess(),
                    s3 == null ? null : s3.subprocess())
                .filter(Objects::nonNull))
        .toList();
  }

  /** Kills all parts, for a stack whose data is not needed any more. */
  void kill() {
    closeServices();
    subprocesses().forEach(Subprocess::kill);
  }

  /** Ends all parts: the workers first, because they write their offsets to the broker. */
  void close() {
    if (connect != null) {
      connect.close();
    }
    closeServices();
    Runnable brokerAndStore =
        () -> {
          if (kafka != null) {
            kafka.close();
          }
          if (s3 != null) {
            s3.close();
          }
        };
    Parallel.run(
        Stream.concat(
                Stream.of(brokerAndStore),
                databases.values().stream().map(mysql -> (Runnable) mysql::close))
            .toArray(Runnable[]::new));
  }

  private void closeServices() {
    if (msk != null) {
      msk.close();
    }
    if (iam != null) {
      iam.close();
    }
  }
}
