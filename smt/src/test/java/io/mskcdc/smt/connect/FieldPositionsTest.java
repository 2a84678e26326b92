package io.mskcdc.smt.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.invoke.VarHandle;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writing fields by position, with access to a struct's values and with Kafka's put. */
class FieldPositionsTest {

  private static final String NO_SUCH_FIELD = "cells";

  private final Struct struct =
      new Struct(
          SchemaBuilder.struct()
              .field("id", Schema.INT64_SCHEMA)
              .field("email", Schema.OPTIONAL_STRING_SCHEMA)
              .field("country", SchemaBuilder.string().defaultValue("US").build())
              .build());

  @Test
  void theFieldWithAStructsValuesIsFoundInThisKafkaRelease() {
    assertThat(FieldPositions.valuesIn("values")).isNotNull();
  }

  @Test
  void anUnsuitableFieldIsNotUsed() {
    assertThat(FieldPositions.valuesIn(NO_SUCH_FIELD)).isNull();
    assertThat(FieldPositions.valuesIn("schema")).as("a field of another type").isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"values", NO_SUCH_FIELD})
  void copyWritesTheValue(String field) {
    copy(field, "id", 7L);
    copy(field, "email", "ada@example.org");

    assertThat(struct.getInt64("id")).isEqualTo(7L);
    assertThat(struct.getString("email")).isEqualTo("ada@example.org");
    assertThat(struct.getWithoutDefault("country")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"values", NO_SUCH_FIELD})
  void nullIsCopiedIfTheColumnIsOptionalOrHasADefault(String field) {
    copy(field, "email", null);
    copy(field, "country", null);

    assertThat(struct.getWithoutDefault("email")).isNull();
    assertThat(struct.getWithoutDefault("country")).isNull();
    assertThatThrownBy(() -> copy(field, "id", null)).isInstanceOf(DataException.class);
  }

  @Test
  void withoutAccessToTheValuesCopyValidates() {
    assertThatThrownBy(() -> copy(NO_SUCH_FIELD, "id", "seven")).isInstanceOf(DataException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"values", NO_SUCH_FIELD})
  void valuesOfOneStructAreWrittenToAnother(String field) {
    VarHandle values = FieldPositions.valuesIn(field);
    struct.put("id", 7L).put("email", "ada@example.org");
    Struct copy = new Struct(struct.schema());

    Object[] read = FieldPositions.values(values, struct);
    Object[] written = FieldPositions.valuesToWrite(values, copy);
    System.arraycopy(read, 0, written, 0, read.length);
    FieldPositions.write(values, copy, written);

    assertThat(read).containsExactly(7L, "ada@example.org", null);
    assertThat(copy).isEqualTo(struct);
    assertThat(copy.getWithoutDefault("country")).isNull();
  }

  @Test
  void withoutAccessToTheValuesWrittenValuesAreValidated() {
    Object[] written = {"seven", null, null};

    assertThatThrownBy(() -> FieldPositions.write(null, struct, written))
        .isInstanceOf(DataException.class);
  }

  private void copy(String valuesField, String name, Object value) {
    VarHandle values = FieldPositions.valuesIn(valuesField);
    Field field = struct.schema().field(name);
    FieldPositions.copy(values, struct, FieldPositions.write(field.index(), field.schema()), value);
  }
}
