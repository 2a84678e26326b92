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

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "${s:arn:aws:secretsmanager:eu-west-1:1:secret:a/b-c:key}"
            + ";${s:arn%3Aaws%3Asecretsmanager%3Aeu-west-1%3A1%3Asecret%3Aa/b-c:key}",
        "${s:arn:aws-cn:secretsmanager:cn-north-1:1:secret:a/b-c}"
            + ";${s:arn%3Aaws-cn%3Asecretsmanager%3Acn-north-1%3A1%3Asecret%3Aa/b-c}",
        "${ssm:arn:aws:ssm:eu-west-1:1:parameter/a:2}"
            + ";${ssm:arn%3Aaws%3Assm%3Aeu-west-1%3A1%3Aparameter/a%3A2}",
        "${s3file:arn:aws:s3:::bucket/key};${s3file:bucket/key}",
      })
  void anArnWithColonsHasAFormThatWorks(String raw, String encoded) {
    assertThat(ProviderReference.in(raw))
        .singleElement()
        .satisfies(reference -> assertThat(reference.withEncodedArn()).hasValue(encoded));
    assertThat(ProviderReference.in(encoded))
        .singleElement()
        .satisfies(reference -> assertThat(reference.withEncodedArn()).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"${s:arn:key}", "${s:arn:aws}", "${s:cdc/mysql:aws:a:b:c:d:e}"})
  void otherReferencesHaveNoArn(String value) {
    assertThat(ProviderReference.in(value))
        .singleElement()
        .satisfies(reference -> assertThat(reference.withEncodedArn()).isEmpty());
  }

  @Test
  void aReferenceWithoutReplacementStays() {
    assertThat(
            ProviderReference.replace(
                "${env:A}-${env:B}", reference -> reference.key().equals("A") ? "$1\\" : null))
        .isEqualTo("$1\\-${env:B}");
  }
}
