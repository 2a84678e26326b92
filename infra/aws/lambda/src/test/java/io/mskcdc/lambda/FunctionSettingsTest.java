package io.mskcdc.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FunctionSettingsTest {
  private static FunctionSettings of(String name, String value) {
    return new FunctionSettings(Map.of(name, value));
  }

  @Test
  void aLocationIsABucketAndABeginningOfKeys() {
    assertThat(of("MSKCDC_OBJECTS", "s3://lake/rows/").objects())
        .isEqualTo(new S3Folder("lake", "rows/"));
    assertThat(of("MSKCDC_OBJECTS", "s3://lake").objects().key("a")).isEqualTo("a");
  }

  @Test
  void whatIsNotSetHasItsDefault() {
    FunctionSettings settings = new FunctionSettings(Map.of());

    assertThat(settings.deletedRowsKept()).isEqualTo(Duration.ofDays(7));
    assertThat(settings.isPartialResponseRead()).isFalse();
    assertThat(settings.failedRecords()).isEmpty();
  }

  @Test
  void attributesAreNamesOrAll() {
    assertThat(of("MSKCDC_ATTRIBUTES", "id, total").attributes()).contains(Set.of("id", "total"));
    assertThat(of("MSKCDC_ATTRIBUTES", "*").attributes()).isEmpty();
  }

  static Stream<Arguments> invalid() {
    return Stream.of(
        invalid("MSKCDC_OBJECTS", "lake/rows", FunctionSettings::objects),
        invalid("MSKCDC_FAILED_RECORDS", "arn:aws:s3:::lake", FunctionSettings::failedRecords),
        invalid("MSKCDC_DELETED_DAYS", "0", FunctionSettings::deletedRowsKept),
        invalid("MSKCDC_DELETED_DAYS", "a week", FunctionSettings::deletedRowsKept),
        invalid("MSKCDC_PARTIAL_RESPONSE", "yes", FunctionSettings::isPartialResponseRead),
        invalid("MSKCDC_ATTRIBUTES", "id,,total", FunctionSettings::attributes));
  }

  private static Arguments invalid(
      String name, String value, Function<FunctionSettings, Object> reading) {
    return Arguments.of(name, value, reading);
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void aValueThatIsNotAllowedIsRefused(
      String name, String value, Function<FunctionSettings, Object> reading) {
    assertThatExceptionOfType(FunctionException.class)
        .isThrownBy(() -> reading.apply(of(name, value)))
        .withMessageStartingWith(
            "lambda-variable-invalid: the environment variable " + name + " is " + value);
  }

  @Test
  void aMissingVariableIsNamed() {
    assertThatExceptionOfType(FunctionException.class)
        .isThrownBy(() -> new FunctionSettings(Map.of()).table())
        .withMessageStartingWith("lambda-variable-missing: the environment variable MSKCDC_TABLE");
  }
}
