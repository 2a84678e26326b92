package io.mskcdc.smt.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.schema.SchemaNameAdjuster;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

/** Compares adjusted names with Debezium's own. */
class SchemaNamesTest {

  @Property
  void namesAreAdjustedLikeDebeziumsNames(
      @ForAll
          @StringLength(min = 1, max = 12)
          @CharRange(from = 'a', to = 'g')
          @CharRange(from = 'X', to = 'Z')
          @CharRange(from = '0', to = '9')
          @Chars({'.', '_', '-', '$', ' ', '\t', 'é', 'ł', 'ж', '的', '\uD83D', '\uDE00'})
          String name) {
    assertThat(SchemaNames.NONE.adjust(name)).isEqualTo(name);
    assertThat(SchemaNames.AVRO.adjust(name)).isEqualTo(SchemaNameAdjuster.AVRO.adjust(name));
    assertThat(SchemaNames.AVRO_UNICODE.adjust(name))
        .isEqualTo(SchemaNameAdjuster.AVRO_UNICODE.adjust(name));
  }
}
