package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.local.demo.OrderFlow;
import io.mskcdc.local.kafka.ConnectWorker;
import io.mskcdc.local.process.TcpPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Deploys orders-dynamodb to its own worker, whose role has the derived policy, and changes orders
 * in DynamoDB.
 */
final class OrdersStory {
  private static final String NAME = "orders-dynamodb";
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  // Two orders: each is placed, changed twice and deleted.
  private static final int STEPS = 8;

  private final IamMachine machine;
  private final Deployer deployer;
  private final int port = TcpPort.free();
  private final JsonNode policy;

  OrdersStory(IamMachine machine, Path checkout) throws Exception {
    this.machine = machine;
    Pipeline.copyConfigurations(checkout, machine.endpoints(port));
    Files.move(
        checkout.resolve(".local-stack/endpoints.yaml"),
        checkout.resolve(".local-stack/endpoints-iam.yaml"));
    deployer = new Deployer(checkout);
    policy = new ObjectMapper().readTree(mskcdc("iam", "policy"));
  }

  /** Returns the actions on DynamoDB that the derived policy allows, such as dynamodb:Scan. */
  List<String> dynamoDbActions() {
    List<String> actions = new ArrayList<>();
    for (JsonNode statement : policy.path("Statement")) {
      for (JsonNode action : statement.path("Action")) {
        if (action.asText().startsWith("dynamodb:")) {
          actions.add(action.asText());
        }
      }
    }
    return actions;
  }

  /**
   * Deploys the connector, and compares its records with those of mysql-cdc.
   *
   * @param customers the topic with MySQL's customers
   * @return what is the same
   */
  String run(String customers) throws Exception {
    machine.allow(NAME, policy);
    ConnectWorker worker = machine.startWorker(NAME, "3.7.2", port, List.of());
    try {
      worker.awaitReady();
      assertThat(mskcdc("apply", "--auto-approve", "--stable-for", "2")).contains("created");
      OrderFlow orders = new OrderFlow(machine.orders(), customers);
      try (KafkaConsumer<String, String> consumer = machine.consume("dynamodb.orders", customers)) {
        take(consumer, orders, orders::hasSnapshot);
        for (int step = 0; step < STEPS; step++) {
          orders.step();
        }
        take(consumer, orders, orders::hasTombstones);
      }
      return orders.compareWithMySql();
    } finally {
      worker.subprocess().kill();
    }
  }

  private static void take(
      KafkaConsumer<String, String> consumer, OrderFlow orders, BooleanSupplier enough) {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (!enough.getAsBoolean()) {
      for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
        orders.take(record);
      }
      assertThat(System.nanoTime()).as("all records arrive in time").isLessThan(deadline);
    }
  }

  private String mskcdc(String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of(NAME, "--env", IamMachine.ENV));
    Deployer.Run run = deployer.run(arguments.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    return run.out();
  }
}
