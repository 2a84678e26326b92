package io.mskcdc.contract;

import static io.mskcdc.contract.ContractFixture.column;
import static io.mskcdc.contract.ContractFixture.id;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void givenATableThenItsSchemasAreThese() throws JsonProcessingException {
    TableContract table =
        new ContractFixture()
            .withKey()
            .masked("hmac.columns", "shop.orders.email")
            .with(
                "transforms.cdc.unwrap.delete.tombstone.handling.mode", "rewrite-with-tombstone",
                "transforms.cdc.unwrap.add.fields", "op,source.gtid:place")
            .read(id("orders"), column("orders", "email", "varchar(120)"))
            .get(0);

    assertThat(TopicSchema.ofKey(table).orElseThrow().toString())
        .isEqualTo(
            JSON.readTree(
                    """
                {
                  "$schema": "https://json-schema.org/draft/2020-12/schema",
                  "title": "shop.orders",
                  "description": "Key of a row of the MySQL table shop.orders",
                  "type": "object",
                  "properties": {
                    "id": {
                      "description": "MySQL int", "type": "integer",
                      "minimum": -2147483648, "maximum": 2147483647
                    }
                  },
                  "required": ["id"],
                  "additionalProperties": false
                }
                """)
                .toString());
    assertThat(TopicSchema.ofValue(table).toString())
        .isEqualTo(
            JSON.readTree(
                    """
                    {
                      "$schema": "https://json-schema.org/draft/2020-12/schema",
                      "title": "shop.orders",
                      "description": "Value of a row of the MySQL table shop.orders",
                      "type": "object",
                      "properties": {
                        "id": {
                          "description": "MySQL int", "type": "integer",
                          "minimum": -2147483648, "maximum": 2147483647
                        },
                        "email": {
                          "description": "MySQL varchar(120), masked by hmac",
                          "type": ["string", "null"], "maxLength": 64, "pattern": "^[0-9a-f]{64}$"
                        },
                        "__deleted": {
                          "description": "Added by the connector",
                          "type": "string", "maxLength": 5, "pattern": "^(true|false)$"
                        },
                        "__op": {
                          "description": "Added by the connector",
                          "type": "string", "maxLength": 1, "pattern": "^[rcud]$"
                        },
                        "__place": {
                          "description": "Added by the connector", "type": ["string", "null"]
                        }
                      },
                      "required": ["id", "email", "__deleted", "__op", "__place"],
                      "additionalProperties": false
                    }
                    """)
                .toString());
  }

  @Test
  void givenATableWithoutAKeyThenItHasASchemaOfValuesOnly() {
    TableContract table = new ContractFixture().read(column("events", "at", "date")).get(0);

    assertThat(TopicSchema.ofKey(table)).isEmpty();
    assertThat(table.topic()).isEqualTo("shop.events.append");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "tinyint | -128 | 127",
        "tinyint(1) | 0 | 1",
        "tinyint(3) unsigned | 0 | 255",
        "smallint | -32768 | 32767",
        "smallint unsigned | 0 | 65535",
        "mediumint | -8388608 | 8388607",
        "mediumint unsigned | 0 | 16777215",
        "int | -2147483648 | 2147483647",
        "int(10) unsigned zerofill | 0 | 4294967295",
        "bigint | -9223372036854775808 | 9223372036854775807",
        "bigint unsigned | \"0\" | \"18446744073709551615\"",
        "decimal(10,2) | \"-99999999.99\" | \"0.10\"",
        "decimal(5,5) | \"-0.00001\" | \"0.99999\"",
        "decimal(1,0) | \"-9\" | \"0\"",
        "decimal(10,0) unsigned | \"0\" | \"9999999999\"",
        "float | -1.67772E7 | 0.1",
        "float(7,3) unsigned | 0 | 1234.567",
        "double | -1.7976931348623157E308 | 5",
        "bit(1) | true | false",
        "bit(12) | \"AQg=\" | \"AQA=\"",
        "bit(64) | \"AQAAAAAAAIA=\" | \"AQAAAAAAAAA=\"",
        "date | \"0001-01-01\" | \"9999-12-31\"",
        "time | \"-838:59:59\" | \"00:00:00\"",
        "time(3) | \"-838:59:59.000\" | \"24:00:00.001\"",
        "datetime | \"2024-02-29T12:34:56\" | \"0001-01-01T23:59:59\"",
        "datetime(6) | \"2024-02-29T12:34:56.000000\" | \"9999-12-31T23:59:59.999999\"",
        "timestamp | \"2024-02-29T12:34:56Z\" | \"1970-01-01T00:00:00Z\"",
        "timestamp(3) | \"2024-02-29T12:34:56.120Z\" | \"2024-02-29T12:34:56.000Z\"",
        "year | 0 | 2155",
        "year(4) | 1901 | 2000",
        "char(2) | \"\" | \"éé\"",
        "varchar(2) | \"\" | \"😀😀\"",
        "tinytext | \"\" | \"a\\nb\"",
        "longtext | \"\" | \"x\"",
        "binary(4) | \"AQIDBA==\" | \"AAAAAA==\"",
        "varbinary(4) | \"\" | \"AQIDBA==\"",
        "blob | \"\" | \"AP8=\"",
        "enum('a','b,c','d''e','f\\\\g') | \"b,c\" | \"f\\\\g\"",
        "enum('a') | \"\" | \"a\"",
        "enum('a','?') | \"a\" | \"😀\"",
        "set('a','b\\n') | \"a,bn\" | \"b\\n\"",
        "set('a','b.c') | \"\" | \"a,b.c\"",
        "json | \"null\" | \"{}\"",
        "point | {\"x\":1.0,\"y\":2.0,\"wkb\":\"AQ==\",\"srid\":null} | {\"x\":1,\"y\":2,\"wkb\":\"AQ==\",\"srid\":4326}",
        "geometry | {\"wkb\":\"AQ==\",\"srid\":null} | {\"wkb\":\"\",\"srid\":0}",
        "geomcollection | {\"wkb\":\"AQ==\",\"srid\":null} | {\"wkb\":\"\",\"srid\":0}"
      })
  void givenATypeThenItsValuesAreValid(String type, String one, String other) {
    assertThat(Stream.of(one, other, "null").filter(value -> !isValid(type, true, value)))
        .isEmpty();
    assertThat(isValid(type, false, "null")).isFalse();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "tinyint | -129 | 128",
        "tinyint unsigned | -1 | 256",
        "smallint unsigned | -1 | 65536",
        "mediumint | -8388609 | 8388608",
        "int | 1.5 | 2147483648",
        "int unsigned | -1 | 4294967296",
        "bigint | \"1\" | 9223372036854775808",
        "bigint unsigned | 1 | \"-1\"",
        "bigint unsigned | \"01\" | \"123456789012345678901\"",
        "decimal(10,2) | 1.00 | \"1.0\"",
        "decimal(10,2) | \"1\" | \"100000000.00\"",
        "decimal(10,2) | \"01.00\" | \"1.000\"",
        "decimal(5,5) | \".12345\" | \"1.00000\"",
        "decimal(10,0) unsigned | \"-1\" | \"1.\"",
        "float | \"0.1\" | \"NaN\"",
        "double unsigned | -0.1 | \"1\"",
        "bit(1) | 1 | \"true\"",
        "bit(12) | \"\" | \"AQgAAAA=\"",
        "date | \"2024-02-29Z\" | \"2024-2-29\"",
        "date | 19782 | \"2024-13-01\"",
        "date | \"2023-02-30\" | \"2024-02-29T00:00:00\"",
        "time | \"12:34:56Z\" | \"12:34:56.0\"",
        "time(3) | \"12:34:56\" | \"12:34:56.7\"",
        "time(3) | \"12:34:60.000\" | 45296000000",
        "datetime | \"2024-02-29T12:34:56Z\" | \"2024-02-29 12:34:56\"",
        "datetime(3) | \"2024-02-29T12:34:56\" | \"2024-02-29T12:34:56.1\"",
        "datetime(3) | \"2024-02-29T24:00:00.000\" | \"2024-02-29T12:34:56.123456\"",
        "timestamp | \"2024-02-29T12:34:56\" | \"2024-02-29T12:34:56.000Z\"",
        "timestamp(3) | \"2024-02-29T12:34:56Z\" | \"2024-02-29T12:34:56.120+01:00\"",
        "year | 1900 | 2156",
        "year | \"2024\" | -1",
        "char(2) | \"abc\" | 1",
        "varchar(2) | \"😀😀😀\" | {}",
        "binary(4) | \"AQ==\" | \"AQIDBAUGBw==\"",
        "varbinary(4) | \"AQIDBAUGBw==\" | \"AQ-_\"",
        "enum('a','b') | \"c\" | \"a,b\"",
        "set('a','b.c') | \"a,bxc\" | \"a,\"",
        "json | {} | 1",
        "point | {\"wkb\":\"AQ==\",\"srid\":null} | {\"x\":1,\"y\":2,\"wkb\":null,\"srid\":null}",
        "geometry | {\"wkb\":\"AQ==\"} | {\"x\":1,\"y\":2,\"wkb\":\"AQ==\",\"srid\":null}"
      })
  void givenATypeThenFalseValuesAreNotValid(String type, String one, String other) {
    assertThat(Stream.of(one, other).filter(value -> isValid(type, true, value))).isEmpty();
  }

  /** The first of each pair is what a mask writes, the second is the value without it. */
  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "null | int | null | 1",
        "null | point | null | {\"x\":1,\"y\":2,\"wkb\":\"AQ==\",\"srid\":null}",
        "redact | varchar(2) | \"***\" | \"ab\"",
        "redact | enum('a') | \"***\" | \"a\"",
        "redact | decimal(10,2) | \"***\" | \"1.00\"",
        "redact | bigint unsigned | \"***\" | \"1\"",
        "redact | int | 0 | 1",
        "redact | double | 0.0 | 0.5",
        "redact | year | 0 | 2024",
        "redact | bit(1) | false | true",
        "redact | binary(2) | \"\" | \"AQI=\"",
        "redact | json | \"{}\" | \"[1]\"",
        "redact | date | \"1970-01-01\" | \"2024-02-29\"",
        "redact | time(3) | \"00:00:00\" | \"12:34:56.000\"",
        "redact | datetime(3) | \"1970-01-01T00:00:00\" | \"2024-02-29T12:34:56.000\"",
        "redact | timestamp(3) | \"1970-01-01T00:00:00Z\" | \"2024-02-29T12:34:56.000Z\"",
        "redact | point | {\"x\":0.0,\"y\":0.0,\"wkb\":null,\"srid\":null} | {\"x\":1.0,\"y\":2.0,\"wkb\":null}",
        "partial | varchar(19) | \"***************1234\" | \"4111-1111-1111-1234\"",
        "partial | varchar(19) | \"***\" | \"123\"",
        "partial | varchar(19) | \"*😀😀😀😀\" | \"x😀😀😀😀\"",
        "partial | decimal(5,2) | \"***3.45\" | \"-123.45\"",
        "format | varchar(4) | \"+1 2\" | \"12345\"",
        "format | decimal(5,2) | \"-987.65\" | \"-1234.56\"",
        "format | bigint unsigned | \"99999999999999999999\" | 1",
        "date | date | \"2024-01-01\" | \"2024-02-29\"",
        "date | datetime(6) | \"2024-01-01T00:00:00\" | \"2024-01-01T00:00:00.000000\"",
        "date | timestamp | \"2024-01-01T00:00:00Z\" | \"2024-01-01T12:00:00Z\"",
        "bucket | tinyint | -1000 | \"-1000\"",
        "bucket | year | 1000 | \"2024\"",
        "bucket | decimal(4,2) | \"-1000.00\" | \"-1000\"",
        "bucket | bigint unsigned | \"18446744073709551000\" | \"-1000\"",
        "bucket | varchar(3) | \"100000\" | 100000",
        "hmac | blob | \"%s\" | \"AQID\"",
        "hmac | point | \"%s\" | {\"x\":1,\"y\":2,\"wkb\":\"AQ==\",\"srid\":null}",
      })
  void givenAMaskThenItsValuesAreValidAndThoseWithoutItAreNot(
      String method, String type, String masked, String clear) {
    ObjectNode schema = masked(method, type);

    assertThat(isValid(schema, masked.formatted("0123456789abcdef".repeat(4)))).isTrue();
    assertThat(isValid(schema, clear)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "hex, 0, ^[0-9a-f]{64}$",
    "hex, 32, ^[0-9a-f]{32}$",
    "hex, 100, ^[0-9a-f]{64}$",
    "base64, 0, ^[A-Za-z0-9+/]{43}$",
    "base64, 22, ^[A-Za-z0-9+/]{22}$"
  })
  void givenAnEncodingOfTokensThenThePatternHasIt(String encoding, String length, String pattern) {
    TableContract table =
        new ContractFixture()
            .withKey()
            .masked("hmac.columns", "shop.t.id", "hmac.encoding", encoding, "hmac.length", length)
            .read(id("t"))
            .get(0);

    assertThat(TopicSchema.ofKey(table).orElseThrow().at("/properties/id/pattern").asText())
        .isEqualTo(pattern);
  }

  @ParameterizedTest
  @ValueSource(strings = {"month", "year"})
  void givenADateOfMonthsThenOnlyADateOfYearsNeedsJanuary(String to) {
    ObjectNode schema =
        fieldOf(
            new ContractFixture()
                .masked("date.columns", "shop.t.c", "date.to", to)
                .read(id("t"), column("t", "c", "date")));

    assertThat(isValid(schema, "\"2024-02-01\"")).isEqualTo(to.equals("month"));
    assertThat(isValid(schema, "\"2024-02-02\"")).isFalse();
  }

  @Test
  void givenMaskedValuesWithinJsonThenItStaysText() {
    ObjectNode schema =
        fieldOf(
            new ContractFixture()
                .masked("redact.columns", "shop.t.c.email")
                .read(id("t"), column("t", "c", "json")));

    assertThat(schema.path("description").asText())
        .isEqualTo("MySQL json, with masked values in it");
    assertThat(isValid(schema, "\"{\\\"email\\\":\\\"***\\\"}\"")).isTrue();
  }

  @Test
  void givenAMaskedEnumThenItsValuesAreNotListed() {
    ObjectNode schema = masked("hmac", "enum('female','male')");

    assertThat(schema.path("description").asText()).isEqualTo("MySQL enum, masked by hmac");
    assertThat(schema.toString()).doesNotContain("male");
  }

  @Test
  void givenAConstantWithSpecialCharactersThenThePatternIsThatText() {
    ObjectNode schema =
        fieldOf(
            new ContractFixture()
                .masked("redact.columns", "shop.t.c", "redact.with", "a.b(c)/[d]\\$")
                .read(id("t"), column("t", "c", "text")));

    assertThat(isValid(schema, "\"a.b(c)/[d]\\\\$\"")).isTrue();
    assertThat(isValid(schema, "\"axb(c)/[d]\\\\$\"")).isFalse();
  }

  private static ObjectNode masked(String method, String type) {
    ContractFixture fixture =
        new ContractFixture()
            .withKey()
            .masked(
                method + ".columns", "shop.t.c", "partial.keep.last", "4", "bucket.size", "1000");
    return fieldOf(fixture.read(id("t"), column("t", "c", type, false, false)));
  }

  private static ObjectNode fieldOf(List<TableContract> tables) {
    return (ObjectNode) TopicSchema.ofValue(tables.get(0)).at("/properties/c");
  }

  private static boolean isValid(String type, boolean nullable, String value) {
    return isValid(
        fieldOf(new ContractFixture().read(id("t"), column("t", "c", type, nullable, false))),
        value);
  }

  private static boolean isValid(ObjectNode schema, String value) {
    try {
      JsonNode document = JSON.readTree(value);
      return JsonSchemaFactory.getInstance(VersionFlag.V202012)
          .getSchema(schema, SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build())
          .validate(document)
          .isEmpty();
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
