package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.e2e.Topics.Message;
import io.mskcdc.local.process.PollLoop;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/** What the tests of a concern do with the pipeline and its deployed connector. */
interface RunningConnector {
  Pipeline pipeline();

  /** Runs {@code statements} on the sample database, each in its own transaction. */
  default void execute(String... statements) throws SQLException {
    try (Connection shop = pipeline().shop();
        Statement statement = shop.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /**
   * Returns when a row that is inserted now has arrived, and with it everything before it in the
   * binlog.
   */
  default void awaitMarker() throws SQLException {
    String marker = "M-" + UUID.randomUUID().toString().substring(0, 12);
    execute("INSERT INTO products VALUES ('" + marker + "', 'Marker', 1, NULL, NULL)");
    try {
      pipeline()
          .topics()
          .read(
              "production_db.products",
              message -> PipelineContract.key(message).path("sku").asText().equals(marker),
              1);
    } catch (AssertionError e) {
      throw new AssertionError("the marker " + marker + " did not arrive" + diagnosis(), e);
    }
  }

  /** Returns all records of {@code topic} that were written before a row inserted now. */
  default List<Message> messages(String topic) throws SQLException {
    awaitMarker();
    return pipeline().topics().readAll(topic);
  }

  /** Returns when the task has failed with {@code cause} in its trace. */
  default void awaitFailure(String cause) {
    awaitStatus(status -> status.contains(cause));
  }

  private void awaitStatus(Predicate<String> condition) {
    PollLoop loop = new PollLoop(Duration.ofMillis(200), Duration.ofSeconds(60));
    assertThat(loop.until(() -> condition.test(status()))).as(this::diagnosis).isTrue();
  }

  private String status() {
    return request("GET", "/connectors/mysql-cdc/status").body();
  }

  /**
   * Returns the connector's status and the end of the worker's log, for the message of a failure.
   */
  private String diagnosis() {
    String log = pipeline().workerLog();
    return "\n" + status() + "\n" + log.substring(Math.max(0, log.length() - 60_000));
  }

  /** Restarts the connector and its task, without an orderly end of the worker. */
  default void restartConnector() {
    int status = request("POST", "/connectors/mysql-cdc/restart?includeTasks=true").statusCode();
    assertThat(status).isBetween(200, 299);
  }

  /**
   * Runs {@code statements} while the connector is stopped. Connect stops tasks after its response,
   * and a resume before that leaves the connector without tasks.
   */
  default void executeWhileStopped(String... statements) throws SQLException {
    assertThat(request("PUT", "/connectors/mysql-cdc/stop").statusCode()).isBetween(200, 299);
    try {
      awaitStatus(status -> status.contains("STOPPED") && status.contains("\"tasks\":[]"));
      execute(statements);
    } finally {
      assertThat(request("PUT", "/connectors/mysql-cdc/resume").statusCode()).isBetween(200, 299);
    }
  }

  /** Ends the worker without a chance to store its offsets, and starts another one. */
  default void killAndStartWorker() {
    pipeline().killWorker();
    pipeline().startWorker();
  }

  /** Sends a request without a body to the worker. */
  default HttpResponse<String> request(String method, String path) {
    return pipeline().request(method, path, "");
  }
}
