package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mskcdc.smt.mask.method.MaskMethods;
import io.mskcdc.smt.mask.method.MethodDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the table of masking methods in docs/transforms.md with the results of Mask. */
class MaskingMethodTableTest {

  private static final Path DOC = Path.of("..", "docs", "transforms.md");
  private static final Schema DATE =
      SchemaBuilder.string().name("io.debezium.time.IsoDate").build();

  static Stream<String> methods() {
    return MaskMethods.ALL.stream().map(MethodDefinition::name);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void theDocumentStatesTheMethodsProperties(String method) throws IOException {
    Mask<SourceRecord> mask =
        Masks.of(
            method + ".columns",
            "production_db.customers.c",
            "partial.keep.last",
            "2",
            "bucket.size",
            "10");
    Schema type =
        switch (method) {
          case "date" -> DATE;
          case "bucket" -> Schema.INT64_SCHEMA;
          default -> Schema.STRING_SCHEMA;
        };
    // Two values that differ in a part that partial, date and bucket do not keep.
    List<?> values =
        switch (method) {
          case "date" -> List.of("2024-06-15Z", "2024-06-16Z");
          case "bucket" -> List.of(12L, 13L);
          default -> List.of("ada@example.org", "bob@example.org");
        };
    Struct first = masked(mask, type, values.get(0));
    Struct second = masked(mask, type, values.get(1));
    Field column = first.schema().field("c");
    boolean joinable = column != null && !Objects.equals(first.get(column), second.get(column));
    boolean typeKept =
        column != null
            && column.schema().type() == type.type()
            && Objects.equals(column.schema().name(), type.name());

    String[] cells = rowOf(method);
    assertThat(cells[4].matches("(yes|mostly).*")).as("joinable").isEqualTo(joinable);
    assertThat(cells[6].equals("yes"))
        .as("in keys")
        .isEqualTo(catchThrowable(() -> maskKey(mask, type, values.get(0))) == null);
    if (method.equals("hmac")) {
      assertThat(cells[5]).startsWith("no, it becomes a string");
      assertThat(masked(mask, Schema.INT64_SCHEMA, 1L).get("c")).isInstanceOf(String.class);
    } else {
      assertThat(cells[5].startsWith("yes")).as("type kept").isEqualTo(typeKept);
    }
  }

  /** The cells of the method's row; the first one is empty. */
  private static String[] rowOf(String method) throws IOException {
    List<String> rows =
        Files.readAllLines(DOC).stream()
            .filter(line -> line.contains(" | `" + method + "` | "))
            .toList();
    assertThat(rows).as("rows of %s in the table of masking methods", method).hasSize(1);
    return rows.get(0).split(" *\\| *");
  }

  private static Struct masked(Mask<SourceRecord> mask, Schema type, Object value) {
    Schema row = Masks.row(Masks.TOPIC).field("c", type).build();
    return (Struct) mask.apply(Masks.flat(row, new Struct(row).put("c", value))).value();
  }

  private static void maskKey(Mask<SourceRecord> mask, Schema type, Object value) {
    Schema key = SchemaBuilder.struct().name(Masks.TOPIC + ".Key").field("c", type).build();
    mask.apply(Masks.record(Masks.TOPIC, key, new Struct(key).put("c", value), null, null));
  }
}
