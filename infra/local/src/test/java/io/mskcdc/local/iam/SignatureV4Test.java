package io.mskcdc.local.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.local.iam.SignatureV4.Scope;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The expected signatures are those of the examples in AWS's documentation. */
class SignatureV4Test {
  private static final String EMPTY_BODY = SignatureV4.sha256(new byte[0]);

  @Test
  void signsTheExampleOfTheGeneralReference() {
    String request =
        String.join(
            "\n",
            "GET",
            "/",
            SignatureV4.canonicalQuery(Map.of("Version", "2010-05-08", "Action", "ListUsers")),
            "content-type:application/x-www-form-urlencoded; charset=utf-8",
            "host:iam.amazonaws.com",
            "x-amz-date:20150830T123600Z",
            "",
            "content-type;host;x-amz-date",
            EMPTY_BODY);

    assertThat(
            SignatureV4.of(
                "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                Scope.parse("AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request"),
                "20150830T123600Z",
                request))
        .isEqualTo("5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
  }

  @Test
  void signsTheExampleOfAPresignedUrl() {
    String credential = "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request";
    Map<String, String> query =
        Map.of(
            "X-Amz-Algorithm", "AWS4-HMAC-SHA256",
            "X-Amz-Credential", credential,
            "X-Amz-Date", "20130524T000000Z",
            "X-Amz-Expires", "86400",
            "X-Amz-SignedHeaders", "host");
    String request =
        String.join(
            "\n",
            "GET",
            "/test.txt",
            SignatureV4.canonicalQuery(query),
            "host:examplebucket.s3.amazonaws.com",
            "",
            "host",
            "UNSIGNED-PAYLOAD");

    assertThat(
            SignatureV4.of(
                "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                Scope.parse(credential),
                "20130524T000000Z",
                request))
        .isEqualTo("aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
  }

  @Test
  void encodesAllCharactersButTheUnreserved() {
    assertThat(SignatureV4.encode("aZ09-._~")).isEqualTo("aZ09-._~");
    assertThat(SignatureV4.encode("a b+c*d/e=f&g%h:ü"))
        .isEqualTo("a%20b%2Bc%2Ad%2Fe%3Df%26g%25h%3A%C3%BC");
  }

  @Test
  void aCredentialOfAnotherFormIsRefused() {
    for (String credential :
        new String[] {"", "AKIA", "AKIA/20130524/r/s/aws4", "AKIA/x/20130524/r/s/aws4_request"}) {
      assertThatThrownBy(() -> Scope.parse(credential))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("AKIA");
    }
  }

  @Test
  void comparesSignatures() {
    assertThat(SignatureV4.equal("ab", "ab")).isTrue();
    assertThat(SignatureV4.equal("ab", "aB")).isFalse();
    assertThat(SignatureV4.equal("ab", "abc")).isFalse();
  }
}
