package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.chaos.TcpProxy;
import io.mskcdc.local.process.PollLoop;
import io.mskcdc.local.process.TcpPort;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Tasks that are RUNNING without data, behind a proxy that passes nothing on. The binlog client
 * does not connect again by itself, as with a long keep-alive interval.
 */
interface WatchdogTests extends RunningConnector {
  /** Longer than the three intervals of these connectors, and the watchdog's own. */
  Duration SILENCE = Duration.ofSeconds(6);

  @Test
  default void aConnectionThatWasCutWithoutASignFailsTheTaskAndARestartLosesNothing()
      throws SQLException {
    execute("CREATE TABLE watched (id INT PRIMARY KEY)");
    try (TcpProxy proxy = TcpProxy.start(TcpPort.free(), pipeline().mysql().port())) {
      create("watched", proxy, Map.of());
      create("unwatched", proxy, Map.of("mskcdc.watchdog.enabled", "false"));
      execute("INSERT INTO watched VALUES (1)");
      awaitRows("watched", 1);
      awaitRows("unwatched", 1);

      proxy.dropSilently();
      pause(SILENCE);
      assertThat(status("watched")).as("of an idle server").doesNotContain("FAILED");
      execute("INSERT INTO watched VALUES (2)");

      awaitStatus("watched", "FAILED");
      assertThat(status("watched"))
          .contains("binlog-silent: no event has come from the binlog of 127.0.0.1:" + proxy.port())
          .contains("read up to binlog.", "and the server is at binlog.", "next: restart the task");
      assertThat(status("unwatched")).contains("RUNNING").doesNotContain("FAILED");

      request("POST", "/connectors/watched/restart?includeTasks=true&onlyFailed=true");
      awaitRows("watched", 2);
      assertThat(pipeline().topics().readAll("unwatched.watched")).hasSize(1);
    } finally {
      request("DELETE", "/connectors/watched");
      request("DELETE", "/connectors/unwatched");
    }
  }

  @Test
  default void aDatabaseThatDoesNotAnswerFailsTheTaskAndAFullQueueDoesNot() throws SQLException {
    execute("CREATE TABLE unreachable (id INT PRIMARY KEY)");
    try (TcpProxy proxy = TcpProxy.start(TcpPort.free(), pipeline().mysql().port())) {
      create(
          "unreachable",
          proxy,
          Map.of(
              "mskcdc.watchdog.unreachable.ms",
              "2000",
              "max.batch.size",
              "1",
              "max.queue.size",
              "2"));
      execute("INSERT INTO unreachable VALUES (1)");
      awaitRows("unreachable", 1);

      // A task that is paused polls nothing, as one that waits for a slow Kafka.
      request("PUT", "/connectors/unreachable/pause");
      awaitStatus("unreachable", "PAUSED");
      for (int id = 2; id < 20; id++) {
        execute("INSERT INTO unreachable VALUES (" + id + ")");
      }
      pause(SILENCE);
      request("PUT", "/connectors/unreachable/resume");
      awaitRows("unreachable", 19);
      assertThat(status("unreachable")).doesNotContain("FAILED");

      proxy.freeze();

      awaitStatus("unreachable", "FAILED");
      assertThat(status("unreachable"))
          .contains("binlog-unreachable: there has been no answer of the database 127.0.0.1:")
          .contains("next: when the database can be reached, restart the task");
    } finally {
      request("DELETE", "/connectors/unreachable");
    }
  }

  /** Creates a connector for the table of its name, or for the table watched. */
  private void create(String name, TcpProxy proxy, Map<String, String> options) {
    ObjectMapper json = new ObjectMapper();
    try {
      ObjectNode config =
          (ObjectNode) json.readTree(request("GET", "/connectors/mysql-cdc/config").body());
      config.remove("signal.data.collection");
      config.put("name", name);
      config.put("topic.prefix", name);
      config.put("schema.history.internal.kafka.topic", "schema-changes." + name);
      config.put("database.server.id", Integer.toString(200_000 + Math.abs(name.hashCode() % 999)));
      config.put("database.port", Integer.toString(proxy.port()));
      config.put("table.include.list", "production_db\\.(watched|unreachable)");
      config.remove("table.exclude.list");
      config.put("snapshot.mode", "no_data");
      config.put("heartbeat.interval.ms", "1000");
      config.put("connect.keep.alive", "false");
      config.put("connect.keep.alive.interval.ms", "1000");
      config.put("transforms.cdc.route.rules", "topic:(.+)\\.([^.]+) -> " + name + ".$2");
      options.forEach(config::put);
      int status =
          pipeline()
              .request("PUT", "/connectors/" + name + "/config", config.toString())
              .statusCode();
      assertThat(status).isEqualTo(201);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
    PollLoop loop = new PollLoop(Duration.ofMillis(200), Duration.ofSeconds(60));
    assertThat(loop.until(() -> offsets(name).contains("gtids") && !offsets(name).contains("snap")))
        .as(() -> status(name))
        .isTrue();
  }

  private String offsets(String name) {
    return request("GET", "/connectors/" + name + "/offsets").body();
  }

  private void awaitRows(String name, int count) {
    String table = name.equals("unwatched") ? "watched" : name;
    pipeline().topics().read(name + "." + table, message -> true, count);
  }

  private void awaitStatus(String name, String state) {
    PollLoop loop = new PollLoop(Duration.ofMillis(200), Duration.ofSeconds(60));
    assertThat(loop.until(() -> status(name).contains(state))).as(() -> status(name)).isTrue();
  }

  private String status(String name) {
    return request("GET", "/connectors/" + name + "/status").body();
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
