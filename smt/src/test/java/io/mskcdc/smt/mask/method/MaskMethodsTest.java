package io.mskcdc.smt.mask.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.smt.Mask;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Each method of the registry defines its options and its documentation. */
class MaskMethodsTest {

  @ParameterizedTest(name = "{0}")
  @FieldSource("io.mskcdc.smt.mask.method.MaskMethods#ALL")
  void aMethodHasAnOptionForItsColumns(MethodDefinition method) {
    ConfigDef.ConfigKey columns =
        Mask.CONFIG_DEF.configKeys().get(MethodDefinition.columnsOption(method.name()));

    assertThat(columns.documentation).isEqualTo(method.documentation()).endsWith(".");
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("io.mskcdc.smt.mask.method.MaskMethods#ALL")
  void theFurtherOptionsOfAMethodBeginWithItsName(MethodDefinition method) {
    assertThat(method.options().configKeys().values())
        .allSatisfy(
            key -> {
              assertThat(key.name).startsWith(method.name() + ".");
              assertThat(key.documentation).endsWith(".");
              assertThat(Mask.CONFIG_DEF.names()).contains(key.name);
            });
  }
}
