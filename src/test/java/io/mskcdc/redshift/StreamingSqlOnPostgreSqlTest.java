package io.mskcdc.redshift;

import static io.mskcdc.redshift.Contracts.column;
import static io.mskcdc.redshift.Contracts.decimal;
import static io.mskcdc.redshift.Contracts.key;
import static io.mskcdc.redshift.Contracts.table;
import static io.mskcdc.redshift.Contracts.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.contract.ColumnValue.Kind;
import io.mskcdc.contract.ContractColumn;
import io.mskcdc.contract.TableContract;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the SQL on PostgreSQL, with records that the tests write. */
class StreamingSqlOnPostgreSqlTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PARTITIONS = 3;
  private static final TableContract PEOPLE =
      table(
          "Shop",
          "a \"b\".c'd$$%e",
          key("Id", value(Kind.INTEGER, 32)),
          key("select", value(Kind.TEXT, 8)),
          column("na\"me'", value(Kind.TEXT, 20)),
          column("größe 価格", decimal(12, 2)),
          column("born", value(Kind.DATE)));

  private final Map<Integer, Long> offsets = new HashMap<>();
  private final StreamingSql sql =
      new StreamingSql(
          "Shop-CDC", "shop.json", Optional.empty(), new Readers(List.of(), List.of()));
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

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void givenRandomChangesInRandomSlicesThenTheTableIsThatOfTheSource(long seed)
      throws SQLException {
    Random random = new Random(seed);
    create(PEOPLE);
    Map<List<Object>, List<Object>> source =
        new TreeMap<>((a, b) -> a.toString().compareTo(b + ""));
    String file = sql.create(List.of(PEOPLE), StreamingSqlTest.TOPICS);
    TableContract contract = PEOPLE;
    List<String> names = List.of("na\"me'", "größe 価格", "born");

    for (int slice = 0; slice < 30; slice++) {
      if (slice == 15) {
        List<ContractColumn> wider = new ArrayList<>(PEOPLE.columns());
        wider.add(3, column("added", value(Kind.TEXT, 5)));
        contract = table(PEOPLE.database(), PEOPLE.table(), wider.toArray(ContractColumn[]::new));
        RedshiftOnPostgreSql.execute(connection, sql.change(List.of(contract), file, "before.sql"));
        names = List.of("na\"me'", "added", "größe 価格", "born");
      }
      int changes = random.nextInt(12);
      for (int i = 0; i < changes; i++) {
        List<Object> key =
            List.of(random.nextInt(6), List.of("a", "a ", "", "A").get(random.nextInt(4)));
        boolean deleted = random.nextInt(3) == 0;
        List<Object> values = new ArrayList<>();
        Map<String, Object> row = row("Id", key.get(0), "select", key.get(1));
        for (String name : names) {
          Object value =
              random.nextInt(3) == 0
                  ? null
                  : switch (name) {
                    case "born" -> "20%02d-02-28".formatted(random.nextInt(90) + 10);
                    case "größe 価格" -> random.nextInt(100) + ".50";
                    default -> List.of("", "null", "ä'\"\\", " ", "€").get(random.nextInt(5));
                  };
          row.put(name, value);
          values.add(value);
        }
        row.put("__deleted", String.valueOf(deleted));
        int partition = Math.floorMod(key.hashCode(), PARTITIONS);
        write(contract, partition, key.toString(), row);
        if (deleted) {
          source.remove(key);
          write(contract, partition, key.toString(), null);
        } else {
          source.put(key, values);
        }
      }
      apply(contract);
      if (random.nextBoolean()) {
        apply(contract);
      }
      assertThat(rows(contract, names))
          .as("seed %d, slice %d", seed, slice)
          .isEqualTo(known(source, names));
    }
  }

  /** Rows from before a column was added have null in it. */
  private static Map<String, List<Object>> known(
      Map<List<Object>, List<Object>> source, List<String> names) {
    Map<String, List<Object>> known = new TreeMap<>();
    source.forEach(
        (key, values) -> {
          List<Object> all = new ArrayList<>(values);
          if (all.size() < names.size()) {
            all.add(1, null);
          }
          known.put(key.toString(), all);
        });
    return known;
  }

  private Map<String, List<Object>> rows(TableContract contract, List<String> names)
      throws SQLException {
    Map<String, List<Object>> rows = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT * FROM " + TargetTable.of(contract, "shop").qualified())) {
      while (result.next()) {
        List<Object> values = new ArrayList<>();
        for (String name : names) {
          values.add(result.getString(name));
        }
        rows.put("[" + result.getInt("id") + ", " + result.getString("select") + "]", values);
      }
    }
    return rows;
  }

  @Test
  void givenNullEmptyAndAbsentThenTheyStayApart() throws SQLException {
    TableContract texts =
        table(
            "shop", "texts", key("id", value(Kind.INTEGER, 32)), column("t", value(Kind.TEXT, 9)));
    create(texts);
    write(texts, 0, "k", row("id", 1, "t", null, "__deleted", "false"));
    write(texts, 0, "k", row("id", 2, "t", "", "__deleted", "false"));
    write(texts, 0, "k", row("id", 3, "__deleted", "false"));
    write(texts, 0, "k", row("id", 4, "t", "null", "__deleted", "false"));

    apply(texts);

    assertThat(query("SELECT COALESCE(t, '-') FROM shop.texts ORDER BY id"))
        .containsExactly("-", "", "-", "null");
  }

  @Test
  void givenEachFormThenItsValueIsThatOfTheSource() throws SQLException {
    TableContract forms =
        table(
            "shop",
            "forms",
            key("id", value(Kind.UNSIGNED_BIGINT)),
            column("flag", value(Kind.BOOLEAN)),
            column("tiny", value(Kind.INTEGER, 8)),
            column("big", value(Kind.INTEGER, 64)),
            column("exact", decimal(38, 10)),
            column("digits", decimal(65, 30)),
            column("single", value(Kind.FLOAT)),
            column("double", value(Kind.DOUBLE)),
            column("day", value(Kind.DATE)),
            column("time", value(Kind.TIME, 6)),
            column("local", value(Kind.DATE_TIME, 6)),
            column("at", value(Kind.TIMESTAMP, 3)),
            column("year", value(Kind.YEAR)),
            column("bytes", value(Kind.BASE64, 9)),
            column("doc", value(Kind.JSON_TEXT)),
            column("place", value(Kind.GEOMETRY)),
            column("nowhere", value(Kind.GEOMETRY)));
    create(forms);
    Map<String, Object> row = row("id", "18446744073709551615", "__deleted", "false");
    row.put("flag", true);
    row.put("tiny", -128);
    row.put("big", Long.MIN_VALUE);
    row.put("exact", "1234567890123456789012345678.0123456789");
    row.put("digits", "-" + "9".repeat(35) + "." + "9".repeat(30));
    row.put("single", 1.67772E7);
    row.put("double", Double.MAX_VALUE);
    row.put("day", "0001-01-01");
    row.put("time", "-838:59:59.000000");
    row.put("local", "9999-12-31T23:59:59.999999");
    row.put("at", "2024-02-29T12:34:56.100Z");
    row.put("year", 2155);
    row.put("bytes", "AQIDBA==");
    row.put("doc", "{\"a\":1.5}");
    row.put("place", Map.of("srid", 4326));
    row.put("nowhere", null);
    write(forms, 0, "k", row);

    apply(forms);

    assertThat(query("SELECT row_to_json(f)::jsonb - '__op' - '__source_ts_ms' FROM shop.forms f"))
        .singleElement()
        .satisfies(
            json ->
                assertThat(JSON.readTree(json))
                    .isEqualTo(
                        JSON.readTree(
                            """
                            {"id": 18446744073709551615, "flag": true, "tiny": -128,
                            "big": -9223372036854775808,
                            "exact": 1234567890123456789012345678.0123456789,
                            "digits": "-99999999999999999999999999999999999.999999999999999999999999999999",
                            "single": 16777200, "double": %s,
                            "day": "0001-01-01", "time": "-838:59:59.000000",
                            "local": "9999-12-31T23:59:59.999999", "at": "2024-02-29T12:34:56.1+00:00",
                            "year": 2155, "bytes": "AQIDBA==", "doc": "{\\"a\\":1.5}",
                            "place": "{\\"srid\\": 4326}", "nowhere": null}
                            """
                                .formatted("17976931348623157" + "0".repeat(292)))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":1,\"t\":\"0123456789\",\"__deleted\":\"false\"}",
        "{\"id\":\"1\",\"t\":\"\",\"__deleted\":\"false\"}",
        "{\"id\":1,\"t\":5,\"__deleted\":\"false\"}",
        "{\"id\":1,\"t\":\"\"}",
        "{\"id\":1,\"t\":\"\",\"__deleted\":true}",
        "{\"t\":\"\",\"__deleted\":\"false\"}",
        "{\"id\":1,\"doc\":\"DOC\",\"__deleted\":\"false\"}",
        "{\"id\":1,",
      })
  void givenARecordThatDoesNotFitThenNothingIsApplied(String record) throws SQLException {
    TableContract texts =
        table(
            "shop",
            "texts",
            key("id", value(Kind.INTEGER, 32)),
            // A character of Redshift has up to four bytes, one of PostgreSQL is one.
            column("t", value(Kind.TEXT, 2)),
            column("doc", value(Kind.TEXT, 0)));
    create(texts);
    write(texts, 0, "k", row("id", 7, "t", "", "__deleted", "false"));
    insert(texts, 0, "k", record.replace("DOC", "x".repeat(65_600)));

    assertThatThrownBy(() -> apply(texts)).isInstanceOf(SQLException.class);

    assertThat(query("SELECT id FROM shop.texts")).isEmpty();
    assertThat(query("SELECT topic FROM shop_cdc.applied_offsets")).isEmpty();
  }

  @Test
  void givenARecordThatDoesNotFitThenTheErrorNamesIt() throws SQLException {
    TableContract texts =
        table(
            "shop", "texts", key("id", value(Kind.INTEGER, 32)), column("t", value(Kind.TEXT, 9)));
    create(texts);
    write(texts, 2, "k", row("id", 7, "t", "", "__deleted", "false"));
    write(texts, 2, "k", row("id", 8, "t", false, "__deleted", "false"));

    assertThatThrownBy(() -> apply(texts))
        .hasMessageContaining(
            "1 records of shop.texts do not fit the table, for example the one at partition:offset"
                + " 2:1");
  }

  @Test
  void givenATableWithoutAKeyThenEachRecordIsAppendedOnce() throws SQLException {
    TableContract events = table("shop", "events", column("kind", value(Kind.TEXT, 9)));
    create(events);
    write(events, 0, null, row("kind", "a", "__op", "c", "__deleted", "false"));
    apply(events);
    write(events, 1, null, row("kind", "a", "__op", "c", "__deleted", "false"));
    write(events, 0, null, row("kind", "a", "__op", "d", "__deleted", "true"));
    write(events, 0, null, null);
    apply(events);
    apply(events);

    assertThat(
            query("SELECT __op || __kafka_partition || __kafka_offset FROM shop.events ORDER BY 1"))
        .containsExactly("c00", "c10", "d01");
  }

  @Test
  void givenATextThatGrewThenItsRecordsAreAppliedAfterTheChange() throws SQLException {
    TableContract before =
        table(
            "shop",
            "texts",
            key("id", value(Kind.INTEGER, 32)),
            column("t", value(Kind.TEXT, 1)),
            column("gone", value(Kind.DATE)));
    create(before);
    write(before, 0, "k", row("id", 1, "t", "a", "gone", "2024-02-29", "__deleted", "false"));
    apply(before);
    TableContract after =
        table(
            "shop", "texts", key("id", value(Kind.INTEGER, 32)), column("t", value(Kind.TEXT, 9)));
    write(after, 0, "k", row("id", 2, "t", "123456789", "__deleted", "false"));
    assertThatThrownBy(() -> apply(before)).hasMessageContaining("value too long");

    RedshiftOnPostgreSql.execute(
        connection,
        sql.change(
            List.of(after), sql.create(List.of(before), StreamingSqlTest.TOPICS), "before.sql"));
    apply(after);

    assertThat(query("SELECT t || COALESCE(gone::text, '') FROM shop.texts ORDER BY id"))
        .containsExactly("a2024-02-29", "123456789");
  }

  @Test
  void givenTwoCallsAtOnceThenARecordIsAppendedOnce() throws Exception {
    TableContract events = table("shop", "events", column("kind", value(Kind.TEXT, 9)));
    create(events);
    write(events, 0, null, row("kind", "a", "__deleted", "false"));
    refresh(events);
    String call = "CALL shop_cdc.apply_shop__events()";
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (Connection second =
        DriverManager.getConnection(connection.getMetaData().getURL(), "postgres", "")) {
      connection.setAutoCommit(false);
      RedshiftOnPostgreSql.execute(connection, call);
      Future<Void> waiting =
          other.submit(
              () -> {
                RedshiftOnPostgreSql.execute(second, call);
                return null;
              });
      assertThatThrownBy(() -> waiting.get(1, TimeUnit.SECONDS))
          .isInstanceOf(TimeoutException.class);
      connection.commit();
      connection.setAutoCommit(true);
      waiting.get(10, TimeUnit.SECONDS);
    } finally {
      other.shutdownNow();
    }

    assertThat(query("SELECT kind FROM shop.events")).containsExactly("a");
  }

  @Test
  void givenAKeyWithAnotherMaskThanTheRowThenTheKeyIdentifiesTheRow() throws SQLException {
    TableContract people =
        table(
            "shop",
            "people",
            new ContractColumn("Email", "", value(Kind.TEXT, 9), false, true, false, "hmac", ""),
            new ContractColumn("Email", "", value(Kind.TEXT, 9), true, false, true, "fixed", ""));
    create(people);
    write(people, 0, "{\"Email\":\"t1\"}", row("Email", "*", "__deleted", "false"));
    write(people, 0, "{\"Email\":\"t2\"}", row("Email", "*", "__deleted", "false"));
    apply(people);
    write(people, 0, "{\"Email\":\"t1\"}", row("Email", "*", "__deleted", "true"));
    apply(people);

    assertThat(query("SELECT __key_email || email FROM shop.people")).containsExactly("t2*");
  }

  @Test
  void givenTheCheckThenItShowsWhatIsBehind() throws SQLException {
    TableContract texts = table("shop", "texts", key("id", value(Kind.INTEGER, 32)));
    create(texts);
    write(texts, 0, "k", row("id", 1, "__deleted", "false"));
    write(texts, 1, "k", row("id", 2, "__deleted", "false"));
    apply(texts);
    write(texts, 1, "k", row("id", 3, "__deleted", "false"));
    refresh(texts);
    String file = sql.create(List.of(texts), StreamingSqlTest.TOPICS);
    String check = file.substring(file.indexOf("SELECT", file.indexOf("-- What is applied")));

    assertThat(
            query(
                "SELECT \"rows\" || ' ' || kafka_partition || ' ' || state FROM ("
                    + check.substring(0, check.indexOf(';'))
                    + ") c"))
        .containsExactly("2 0 applied", "2 1 behind");
  }

  private void create(TableContract contract) throws SQLException {
    RedshiftOnPostgreSql.createTopic(connection, "shop_cdc_topics", contract.topic());
    RedshiftOnPostgreSql.execute(
        connection, sql.create(List.of(contract), StreamingSqlTest.TOPICS));
  }

  private void write(TableContract contract, int partition, String key, Map<String, Object> row)
      throws SQLException {
    try {
      insert(contract, partition, key, row == null ? null : JSON.writeValueAsString(row));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private void insert(TableContract contract, int partition, String key, String value)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO "
                + SqlText.qualified("shop_cdc_topics", contract.topic())
                + " VALUES (?, ?, NULL, ?, ?)")) {
      insert.setInt(1, partition);
      insert.setLong(2, offsets.merge(partition, 0L, (old, zero) -> old + 1));
      insert.setBytes(3, bytes(key));
      insert.setBytes(4, bytes(value));
      insert.execute();
    }
  }

  private static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  private void refresh(TableContract contract) throws SQLException {
    RedshiftOnPostgreSql.execute(
        connection, "REFRESH MATERIALIZED VIEW " + SqlText.qualified("shop_cdc", label(contract)));
  }

  private void apply(TableContract contract) throws SQLException {
    refresh(contract);
    RedshiftOnPostgreSql.execute(
        connection, "CALL " + SqlText.qualified("shop_cdc", "apply_" + label(contract)) + "()");
  }

  private static String label(TableContract contract) {
    return SqlText.folded(contract.database() + "__" + contract.table());
  }

  private List<String> query(String query) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        values.add(result.getString(1));
      }
    }
    return values;
  }

  private static Map<String, Object> row(Object... fields) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      row.put((String) fields[i], fields[i + 1]);
    }
    return row;
  }
}
