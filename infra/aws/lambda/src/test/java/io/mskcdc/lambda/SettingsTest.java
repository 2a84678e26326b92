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

class SettingsTest {
  private static Settings of(String name, String value) {
    return new Settings(Map.of(name, value));
  }

  @Test
  void aLocationIsABucketAndABeginningOfKeys() {
    assertThat(of("MSKCDC_OBJECTS", "s3://lake/rows/").objects())
        .isEqualTo(new S3Folder("lake", "rows/"));
    assertThat(of("MSKCDC_OBJECTS", "s3://lake").objects().key("a")).isEqualTo("a");
  }

  @Test
  void whatIsNotSetHasItsDefault() {
    Settings settings = new Settings(Map.of());

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
        invalid("MSKCDC_OBJECTS", "lake/rows", Settings::objects),
        invalid("MSKCDC_FAILED_RECORDS", "arn:aws:s3:::lake", Settings::failedRecords),
        invalid("MSKCDC_DELETED_DAYS", "0", Settings::deletedRowsKept),
        invalid("MSKCDC_DELETED_DAYS", "a week", Settings::deletedRowsKept),
        invalid("MSKCDC_PARTIAL_RESPONSE", "yes", Settings::isPartialResponseRead),
        invalid("MSKCDC_ATTRIBUTES", "id,,total", Settings::attributes));
  }

  private static Arguments invalid(String name, String value, Function<Settings, Object> reading) {
    return Arguments.of(name, value, reading);
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void aValueThatIsNotAllowedIsRefused(
      String name, String value, Function<Settings, Object> reading) {
    assertThatExceptionOfType(FunctionException.class)
        .isThrownBy(() -> reading.apply(of(name, value)))
        .withMessageStartingWith(
            "lambda-variable-invalid: the environment variable " + name + " is " + value);
  }

  @Test
  void aMissingVariableIsNamed() {
    assertThatExceptionOfType(FunctionException.class)
        .isThrownBy(() -> new Settings(Map.of()).table())
        .withMessageStartingWith("lambda-variable-missing: the environment variable MSKCDC_TABLE");
  }
}
