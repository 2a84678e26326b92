package io.mskcdc.local.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.local.lake.Lake;
import io.mskcdc.local.mysql.MySql;
import io.mskcdc.local.process.PollLoop;
import io.mskcdc.local.process.StackException;
import io.mskcdc.local.process.Subprocess;
import io.mskcdc.local.stack.LocalStack;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Lets a sink append the rows to a lake, and prints a query on MySQL and on the lake. */
final class LakeFlow implements AutoCloseable {
  static final String CONNECTOR = "shop-lake";
  static final String ENVIRONMENT = "local-lake";

  private static final String QUERY =
      "SELECT CONCAT_WS('  ', o.status, COUNT(*), SUM(o.total)) AS line FROM %1$sorders%2$s o"
          + " JOIN %1$scustomers%2$s c ON c.id = o.customer_id GROUP BY o.status ORDER BY line";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final PollLoop READING =
      new PollLoop(Duration.ofMillis(500), Duration.ofMinutes(3));
  private static final PollLoop COMMITTING =
      new PollLoop(Duration.ofSeconds(1), Duration.ofMinutes(4));
  private static final Duration DDL_TIMEOUT = Duration.ofMinutes(2);

  private final LocalStack stack;
  private final Lake lake;
  private final Path script;
  private final Path variables;
  private final Path folder;
  private final PrintWriter out;

  private LakeFlow(
      LocalStack stack, Lake lake, Path script, Path variables, Path folder, PrintWriter out) {
    this.stack = stack;
    this.lake = lake;
    this.script = script;
    this.variables = variables;
    this.folder = folder;
    this.out = out;
  }

  /**
   * Starts the lake, and writes its address where the environment reads it.
   *
   * @param scripts the scripts of the checkout
   * @param folder holds the data of the lake
   */
  static LakeFlow start(LocalStack stack, ForegroundScripts scripts, Path folder, PrintWriter out) {
    Lake lake = Lake.start(scripts.checkout(), folder, stack.mysql());
    Path variables = scripts.checkout().stackFolder().resolve("lake.yaml");
    try {
      // JSON is a subset of YAML.
      JSON.writeValue(variables.toFile(), lake.variables());
    } catch (IOException e) {
      lake.close();
      throw new UncheckedIOException(e);
    }
    return new LakeFlow(stack, lake, scripts.checkout().script("mskcdc"), variables, folder, out);
  }

  /** Creates the control topic and the tables, as a user does before the sink is deployed. */
  void createTables() {
    try (Admin admin = admin()) {
      admin.createTopics(List.of(new NewTopic(Lake.CONTROL_TOPIC, 1, (short) 1))).all().get();
    } catch (ExecutionException e) {
      throw new StackException("the control topic was not created: " + e.getCause(), e);
    } catch (InterruptedException e) {
      throw StackException.interrupted(e);
    }
    Path sql = folder.resolve("lake.sql");
    List<String> command =
        List.of(
            script.toString(),
            "lake",
            "ddl",
            PipelineDemo.CONNECTOR,
            "--env",
            ENVIRONMENT,
            "--catalog",
            Lake.CATALOG);
    try (Subprocess process = Subprocess.start("lake-ddl", command, Map.of(), sql)) {
      process.awaitSuccess(DDL_TIMEOUT);
      lake.sql(Files.readString(sql));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Merges, and prints the query on MySQL, on the view and on the merged tables.
   *
   * @throws StackException if the results differ when the sink has read all records
   */
  void compare(Connection mysql) {
    try (Admin admin = admin()) {
      if (!READING.until(() -> lag(admin) == 0)) {
        throw new StackException("the sink " + CONNECTOR + " has not read all records");
      }
    }
    List<String> inMySql = inMySql(mysql);
    List<List<String>> inLake = new ArrayList<>();
    // The sink commits a second after it has read.
    boolean areEqual =
        COMMITTING.until(
            () -> {
              lake.merge(MySql.DATABASE, 1);
              inLake.clear();
              inLake.addAll(inLake("_latest", ""));
              return inLake.stream().allMatch(inMySql::equals);
            });
    print(inMySql, inLake);
    if (!areEqual) {
      throw new StackException("the rows in the lake differ from those in MySQL");
    }
  }

  private Admin admin() {
    return Admin.create(new HashMap<>(stack.kafka().superUserClient()));
  }

  /** Returns how many records the sink has not read. */
  private static long lag(Admin admin) {
    try {
      List<TopicPartition> partitions =
          admin
              .describeTopics(
                  admin.listTopics().names().get().stream()
                      .filter(topic -> topic.startsWith(MySql.DATABASE + "."))
                      .toList())
              .allTopicNames()
              .get()
              .values()
              .stream()
              .flatMap(
                  topic ->
                      topic.partitions().stream()
                          .map(it -> new TopicPartition(topic.name(), it.partition())))
              .toList();
      var read =
          admin
              .listConsumerGroupOffsets("connect-" + CONNECTOR)
              .partitionsToOffsetAndMetadata()
              .get();
      Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
      partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
      long lag = 0;
      for (var end : admin.listOffsets(latest).all().get().entrySet()) {
        var offset = read.get(end.getKey());
        lag += end.getValue().offset() - (offset == null ? 0 : offset.offset());
      }
      return lag;
    } catch (ExecutionException e) {
      throw new StackException("the sink's offsets could not be read: " + e.getCause(), e);
    } catch (InterruptedException e) {
      throw StackException.interrupted(e);
    }
  }

  private static List<String> inMySql(Connection mysql) {
    try (Statement statement = mysql.createStatement();
        ResultSet result = statement.executeQuery(QUERY.formatted("", ""))) {
      List<String> lines = new ArrayList<>();
      while (result.next()) {
        lines.add(result.getString(1));
      }
      // The demo's connection does not commit by itself.
      mysql.commit();
      return lines;
    } catch (SQLException e) {
      throw new StackException("MySQL could not be read: " + e.getMessage(), e);
    }
  }

  /** Returns the result on tables or views with each suffix. */
  private List<List<String>> inLake(String... suffixes) {
    String namespace = Lake.CATALOG + "." + MySql.DATABASE + ".";
    StringBuilder script = new StringBuilder();
    for (String suffix : suffixes) {
      script
          .append("SELECT '' AS suffix;\n".replace("''", "'" + suffix + "'"))
          .append(QUERY.formatted(namespace, suffix))
          .append(";\n");
    }
    List<List<String>> results = new ArrayList<>();
    for (String row : lake.sql(script.toString())) {
      JsonNode json = parse(row);
      if (json.has("suffix")) {
        results.add(new ArrayList<>());
      } else {
        results.get(results.size() - 1).add(json.path("line").asText());
      }
    }
    return results;
  }

  private static JsonNode parse(String row) {
    try {
      return JSON.readTree(row);
    } catch (JsonProcessingException e) {
      throw new StackException("Spark printed another line than a row: " + row, e);
    }
  }

  private void print(List<String> inMySql, List<List<String>> inLake) {
    out.printf("%n%s%n%n", QUERY.formatted("", ""));
    String line = "%-28s %-28s %-28s%n";
    out.printf(line, "MYSQL", "LAKE: VIEW", "LAKE: MERGED TABLES");
    for (int i = 0; i < inMySql.size(); i++) {
      out.printf(line, inMySql.get(i), at(inLake.get(0), i), at(inLake.get(1), i));
    }
    out.flush();
  }

  private static String at(List<String> lines, int i) {
    return i < lines.size() ? lines.get(i) : "";
  }

  /** Returns the processes that must run. */
  Subprocess subprocess() {
    return lake.subprocess();
  }

  @Override
  public void close() {
    lake.close();
    try {
      Files.deleteIfExists(variables);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
