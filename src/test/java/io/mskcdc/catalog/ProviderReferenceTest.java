package io.mskcdc.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderReferenceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "${file:/run/s.properties:pw} ; file ; /run/s.properties ; pw",
        "${env:HOST}                  ; env  ; ''                ; HOST",
        "${ssm::/cdc/pw}              ; ssm  ; ''                ; /cdc/pw",
        "${p:path:key:with:colons}    ; p    ; path              ; key:with:colons",
      })
  void aReferenceHasProviderPathAndKeyAsInConnect(
      String value, String provider, String path, String key) {
    assertThat(ProviderReference.in("x" + value + "y"))
        .containsExactly(new ProviderReference(provider, path, key));
  }

  @Test
  void aValueMayHoldSeveralReferences() {
    assertThat(ProviderReference.in("${env:HOST}:${env:PORT}"))
        .extracting(ProviderReference::key)
        .containsExactly("HOST", "PORT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "${table}", "$env:HOST", "${env:HOST"})
  void otherTextIsNoReference(String value) {
    assertThat(ProviderReference.in(value)).isEmpty();
  }

  @Test
  void aReferenceWithoutReplacementStays() {
    assertThat(
            ProviderReference.replace(
                "${env:A}-${env:B}", reference -> reference.key().equals("A") ? "$1\\" : null))
        .isEqualTo("$1\\-${env:B}");
  }
}
