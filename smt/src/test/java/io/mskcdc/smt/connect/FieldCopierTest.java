package io.mskcdc.smt.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

/** Copying fields, with constants and changes, from one struct to another. */
class FieldCopierTest {

  private static final Schema COUNTRY = SchemaBuilder.string().defaultValue("US").build();
  private static final Schema SOURCE =
      SchemaBuilder.struct()
          .name("source")
          .field("id", Schema.INT64_SCHEMA)
          .field("email", Schema.OPTIONAL_STRING_SCHEMA)
          .field("phone", Schema.STRING_SCHEMA)
          .field("country", COUNTRY)
          .build();
  private static final Schema TARGET =
      SchemaBuilder.struct()
          .name("target")
          .field("country", COUNTRY)
          .field("id", Schema.INT64_SCHEMA)
          .field("email", Schema.OPTIONAL_STRING_SCHEMA)
          .field("phone", Schema.STRING_SCHEMA)
          .build();

  private final Struct source = new Struct(SOURCE).put("id", 7L).put("phone", "+44 20");
  private final Struct target = new Struct(TARGET);

  @Test
  void fieldsMoveToOtherPositionsAndKeepTheirValues() {
    copier(true, copy("country", 0), copy("id", 1), copy("email", 2), copy("phone", 3))
        .copy(source.put("country", "GB").put("email", "ada@example.org"), target);

    assertThat(target)
        .isEqualTo(
            new Struct(TARGET)
                .put("country", "GB")
                .put("id", 7L)
                .put("email", "ada@example.org")
                .put("phone", "+44 20"));
  }

  @Test
  void nullBecomesTheDefaultOnlyIfTheFieldIsReadWithIt() {
    FieldCopier.Step withDefault = new FieldCopier.Step(SOURCE.field("country"), 0, null);

    copier(false, copy("country", 0)).copy(source, target);
    assertThat(target.getWithoutDefault("country")).isNull();

    copier(false, withDefault).copy(source, target);
    assertThat(target.getWithoutDefault("country")).isEqualTo("US");
  }

  @Test
  void aDefaultIsChangedLikeAValue() {
    FieldCopier.Step changed =
        new FieldCopier.Step(SOURCE.field("country"), 0, value -> value + "?");
    FieldCopier.Step constant =
        new FieldCopier.Step(SOURCE.field("country"), 0, new Constant("***"));

    copier(false, changed).copy(source, target);
    assertThat(target.get("country")).isEqualTo("US?");

    copier(false, constant).copy(source, target);
    assertThat(target.get("country")).isEqualTo("***");
  }

  @Test
  void aConstantReplacesValuesButNotNull() {
    FieldCopier copier = copier(false, constant("email", 2), constant("phone", 3));

    copier.copy(source, target);

    assertThat(target.get("email")).isNull();
    assertThat(target.get("phone")).isEqualTo("***");
  }

  @Test
  void aConstantThatDoesNotFitItsFieldIsRefusedAtOnce() {
    FieldCopier.Step number = new FieldCopier.Step(FieldPositions.read(2), 3, new Constant(0L));

    assertThatThrownBy(() -> copier(false, number)).isInstanceOf(DataException.class);
  }

  @Test
  void aChangedValueThatDoesNotFitIsAnErrorThatNamesTheField() {
    FieldCopier copier = copier(false, new FieldCopier.Step(FieldPositions.read(2), 3, text -> 1));

    assertThatThrownBy(() -> copier.copy(source, target))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("target, field phone")
        .hasMessageNotContaining("+44 20");
  }

  @Test
  void aMissingRequiredValueIsAnErrorThatNamesTheFieldIfValuesAreRequired() {
    Struct empty = new Struct(SOURCE);

    copier(false, copy("id", 1), constant("phone", 3)).copy(empty, target);
    assertThat(target.get("id")).isNull();

    assertThatThrownBy(() -> copier(true, copy("id", 1)).copy(empty, target))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("target, field id");
    assertThatThrownBy(() -> copier(true, constant("phone", 3)).copy(empty, target))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("target, field phone");
  }

  @Test
  void copiersWithEqualContentsAreEqual() {
    FieldCopier copier = copier(true, copy("id", 1), constant("phone", 3));

    assertThat(copier)
        .isEqualTo(copier(true, copy("id", 1), constant("phone", 3)))
        .hasSameHashCodeAs(copier(true, copy("id", 1), constant("phone", 3)))
        .isNotEqualTo(copier(false, copy("id", 1), constant("phone", 3)))
        .isNotEqualTo(copier(true, copy("id", 1), copy("phone", 3)))
        .isNotEqualTo(copier(true, copy("id", 1)));
  }

  private record Constant(Object constant) implements ValueChange {
    @Override
    public Object apply(Object value) {
      return constant;
    }
  }

  private static FieldCopier copier(boolean requiresValues, FieldCopier.Step... steps) {
    return new FieldCopier(TARGET, List.of(steps), requiresValues);
  }

  private static FieldCopier.Step copy(String field, int to) {
    return new FieldCopier.Step(position(field), to, null);
  }

  private static FieldCopier.Step constant(String field, int to) {
    return new FieldCopier.Step(position(field), to, new Constant("***"));
  }

  private static Field position(String field) {
    return FieldPositions.read(SOURCE.field(field).index());
  }
}
