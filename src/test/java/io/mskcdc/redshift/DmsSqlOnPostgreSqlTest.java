package io.mskcdc.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/**
 * Loads files in the form of DMS and applies them on PostgreSQL. Its COPY takes the place of
 * Redshift's, and reads CSV only.
 */
class DmsSqlOnPostgreSqlTest {
  private static final Path FILES = Path.of("test/resources/io/mskcdc/redshift/dms-files");
  private static final String HASH =
      "973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b";

  private static final Pattern COPY =
      Pattern.compile(
          "COPY (?<table>\\S+)\nFROM 's3://lake/(?<start>[^']*)'\nIAM_ROLE '[^']*'\n"
              + "FORMAT AS CSV DELIMITER (?<delimiter>'.') NULL AS (?<null>'[^']*')"
              + "(?<header> IGNOREHEADER 1)? DATEFORMAT 'auto' TIMEFORMAT 'auto';\n");

  private static final List<String> EXPECTED =
      List.of(
          "1 TEA [third] 12.50 2024-10-01 08:00:00.25 f 2024-02-29 null",
          "3 TEA [again] 3.00 2024-10-01 08:00:00 null 2024-02-29 null",
          "4 MUG [two\nlines] 99999999.99 2024-10-01 08:00:00 t 0001-01-01 null",
          "5 MUG [] 1.00 2024-10-01 08:00:00 t 2024-02-29 null",
          "6 MUG [same transaction] 1.00 2024-10-01 08:00:00 t 2024-02-29 null");

  @TempDir Path temp;
  private Connection connection;

  @BeforeEach
  void start() throws SQLException {
    connection = PostgreSql.newDatabase();
  }

  @AfterEach
  void stop() throws SQLException {
    if (connection != null) {
      connection.close();
    }
  }

  @Test
  void givenAFullLoadAndChangesThenTheTableIsThatOfTheSource() throws Exception {
    String sql = DmsTasks.sql(temp, DmsTasks.CSV, DmsTasks.SEQUENCE);

    runAll(sql, FILES);
    assertThat(rows()).isEqualTo(EXPECTED);

    load(sql, files(FILES));
    assertThat(rows()).as("the same files again").isEqualTo(EXPECTED);
  }

  @Test
  void givenTheFullLoadAloneThenItsRowsAreThere() throws Exception {
    String sql = DmsTasks.sql(temp, DmsTasks.CSV, DmsTasks.SEQUENCE);
    create(sql);

    load(sql, files(FILES).stream().filter(file -> file.contains("LOAD")).toList());

    assertThat(rows())
        .containsExactly(
            "1 TEA [first] 10.50 2024-10-01 08:00:00.25 t 2024-02-29 " + HASH,
            "2 TEA null 0.00 null f null null",
            "3 TEA [quoted, \"twice\"] -1.00 2024-10-01 08:00:00 null 2024-02-29 null",
            EXPECTED.get(2),
            EXPECTED.get(3));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void givenTheFilesInAnyOrderAndTwiceThenTheTableIsThatOfTheSource(long seed) throws Exception {
    String sql = DmsTasks.sql(temp, DmsTasks.CSV, DmsTasks.SEQUENCE);
    create(sql);
    Random random = new Random(seed);
    List<String> order = new ArrayList<>(files(FILES));
    order.addAll(files(FILES));
    Collections.shuffle(order, random);

    for (int i = 0; i < order.size(); ) {
      int next = Math.min(order.size(), i + 1 + random.nextInt(3));
      load(sql, order.subList(i, next));
      i = next;
    }

    assertThat(rows()).isEqualTo(EXPECTED);
  }

  @Test
  void givenOnlyTimesThenATieOfDifferentChangesStopsTheApplication() throws Exception {
    String sql = DmsTasks.sql(temp, DmsTasks.CSV, "");
    Path files = withoutSequence();
    create(sql);
    load(sql, files(files).stream().filter(file -> file.contains("LOAD")).toList(), files);
    List<String> before = rows();

    assertThatThrownBy(() -> load(sql, files(files), files))
        .hasMessageContaining("changes of shop.orders tie with another change of their row");

    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void givenOnlyTimesWithoutTiesThenTheChangesAreApplied() throws Exception {
    String sql = DmsTasks.sql(temp, DmsTasks.CSV, "");
    Path files = withoutSequence();
    Path changes = files.resolve("raw/shop/orders/20241029-1134010000.csv");
    List<String> lines = Files.readAllLines(changes);
    // Each row has one change a second then, or the same one twice.
    Files.write(changes, List.of(lines.get(0), lines.get(1), lines.get(1), lines.get(4)));
    Path later = files.resolve("raw/shop/orders/20241029-1134020000.csv");
    lines = Files.readAllLines(later);
    Files.write(later, List.of(lines.get(0), lines.get(3)));

    runAll(sql, files);

    assertThat(rows()).hasSize(4).contains(EXPECTED.get(0)).noneMatch(row -> row.startsWith("2"));
  }

  @Test
  void givenATieThatALaterChangeReplacesThenTheLaterOneIsApplied() throws Exception {
    String sql = DmsTasks.sql(temp, DmsTasks.CSV, "");
    Path files = withoutSequence();
    Path later = files.resolve("raw/shop/orders/20241029-1134020000.csv");
    List<String> lines = Files.readAllLines(later);
    String last = lines.get(3).replace("11:34:01", "11:34:02");
    Files.write(
        later, List.of(lines.get(0), lines.get(3).replace("third", "tie"), lines.get(3), last));
    Files.delete(files.resolve("raw/shop/orders/20241029-1134010000.csv"));

    runAll(sql, files);

    assertThat(rows()).contains(EXPECTED.get(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"X,", ",", "U,,"})
  void givenAChangeWithoutOperationOrTimeThenNothingIsApplied(String start) throws Exception {
    String sql = DmsTasks.sql(temp, DmsTasks.CSV, "");
    Path files = withoutSequence();
    Path changes = files.resolve("raw/shop/orders/20241029-1134010000.csv");
    List<String> lines = Files.readAllLines(changes);
    String bad =
        start.equals("U,,")
            ? lines.get(1).replaceFirst("U,[^,]*,", start)
            : lines.get(1).replaceFirst("U,", start);
    Files.write(changes, List.of(lines.get(0), bad));

    assertThatThrownBy(() -> runAll(sql, files))
        .hasMessageContaining("have no operation, or no position");
    assertThat(rows()).isEmpty();
  }

  /** Copies the files without their last column. */
  private Path withoutSequence() throws IOException {
    Path copy = temp.resolve("files");
    for (String file : files(FILES)) {
      Files.createDirectories(copy.resolve(file).getParent());
      Files.writeString(
          copy.resolve(file),
          Files.readString(FILES.resolve(file)).replaceAll("(?m),(change_seq|\\d{35}|)$", ""));
    }
    // A value over two lines has no last column in its first line.
    Path load = copy.resolve("raw/shop/orders/LOAD0000000A.csv");
    assertThat(Files.readString(load)).contains("\"two\nlines\"");
    return copy;
  }

  private static List<String> files(Path root) {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void runAll(String sql, Path root) throws SQLException {
    create(sql);
    load(sql, files(root), root);
  }

  private void create(String sql) throws SQLException {
    RedshiftOnPostgreSql.execute(
        connection,
        sql.substring(0, sql.indexOf("\n-- Load files")).replaceAll("GRANT [^;]*;", ""));
  }

  private void load(String sql, List<String> names) throws SQLException {
    load(sql, names, FILES);
  }

  /** Runs the second part of the SQL as if the bucket had only these files. */
  private void load(String sql, List<String> names, Path root) throws SQLException {
    Matcher copy = COPY.matcher(sql);
    StringBuilder rest = new StringBuilder();
    while (copy.find()) {
      copy.appendReplacement(rest, "");
      for (String name : names) {
        if (name.startsWith(copy.group("start"))) {
          copy(copy, root.resolve(name));
        }
      }
    }
    copy.appendTail(rest);
    RedshiftOnPostgreSql.execute(connection, rest.substring(rest.indexOf("\n-- Load files")));
  }

  private void copy(Matcher copy, Path file) throws SQLException {
    String statement =
        "COPY %s FROM STDIN (FORMAT csv, DELIMITER %s, NULL %s%s)"
            .formatted(
                copy.group("table"),
                copy.group("delimiter"),
                copy.group("null"),
                copy.group("header") == null ? "" : ", HEADER true");
    try (var reader = Files.newBufferedReader(file)) {
      connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement, reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> rows() throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT id, sku, '[' || note || ']', total, placed, paid, day, email"
                    + " FROM shop.orders ORDER BY id, sku")) {
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= 8; i++) {
          values.add(String.valueOf(result.getString(i)));
        }
        rows.add(String.join(" ", values));
      }
    }
    return rows;
  }
}
