package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Validation errors of UnwrapMaskRoute name options with their prefix. */
class UnwrapMaskRouteOptionsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mask.key.id|k1|Mask has no columns: set one of mask.null.columns",
        "mask.hmac.columns|a.b.c|mask.hmac.columns needs mask.key.secret and mask.key.id",
        "mask.partial.columns|a.b.c|mask.partial.columns needs mask.partial.keep.first",
        "mask.bucket.columns|a.b.c|mask.bucket.columns needs mask.bucket.size",
        "mask.null.columns|a.b|configuration mask.null.columns",
        "route.unmatched|fail|Route needs route.regex and route.replacement",
        "route.rename.schemas|true|or route.rules, or route.map",
        "route.regex|a|Set both route.regex and route.replacement",
        "route.rules|heartbeat|configuration route.rules",
        "route.map|a.b=c,A.B=d|configuration route.map",
        "unwrap.add.fields|a.b.c|configuration unwrap.add.fields",
        "unwrap.add.headers|a:b:c|configuration unwrap.add.headers",
        "unwrap.truncate.handling.mode|x|configuration unwrap.truncate.handling.mode"
      })
  void validationReportsErrorsWithThePrefixedOption(String option, String value, String message) {
    List<String> errors =
        UnwrapMaskRoute.CONFIG_DEF.validate(Map.of(option, value)).stream()
            .flatMap(each -> each.errorMessages().stream())
            .toList();

    String withoutPrefix = " " + option.substring(option.indexOf('.') + 1);
    assertThat(errors).anyMatch(error -> error.contains(message));
    assertThat(errors).noneMatch(error -> error.contains(withoutPrefix));
    assertThatThrownBy(() -> new UnwrapMaskRoute<SourceRecord>().configure(Map.of(option, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }
}
