package io.mskcdc.local.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Times on a fixed clock, and payloads that a correct client does not send. */
class LoginVerifierTest {
  private static final String HOST = "b-1.local.a1b2c3.c1.kafka.eu-west-1.amazonaws.com";
  private static final Instant SIGNED = Instant.parse("2026-03-31T23:59:30Z");
  private static final SignedLogin LOGIN =
      SignedLogin.of(HOST, "eu-west-1", "AKIA1234", "hidden").at(SIGNED);

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        folder.resolve("account.json"),
        """
        {"region": "eu-west-1", "cluster": "arn:aws:kafka:eu-west-1:1:cluster/local/u",
         "keys": [
           {"id": "AKIA1234", "secret": "hidden", "principal": "arn:aws:iam::1:role/app"},
           {"id": "ASIA1234", "secret": "hidden", "sessionToken": "to+ken/=",
            "principal": "arn:aws:iam::1:role/temporary"}]}
        """);
  }

  private Account.AccessKey verify(String payload, Instant now)
      throws LoginVerifier.RefusedException {
    LoginVerifier verifier =
        new LoginVerifier(
            new AccountFile(folder.resolve("account.json")),
            HOST,
            Clock.fixed(now, ZoneOffset.UTC));
    return verifier.verify(LoginRequest.parse(payload.getBytes(StandardCharsets.UTF_8)));
  }

  private void assertRefused(ObjectNode fields, Instant now, String reason) {
    assertThatThrownBy(() -> verify(fields.toString(), now))
        .isInstanceOf(LoginVerifier.RefusedException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void aCorrectLoginReturnsItsKey() throws Exception {
    assertThat(verify(LOGIN.fields().toString(), SIGNED).principal())
        .isEqualTo("arn:aws:iam::1:role/app");

    SignedLogin temporary =
        SignedLogin.of(HOST, "eu-west-1", "ASIA1234", "hidden").at(SIGNED).withToken("to+ken/=");
    assertThat(verify(temporary.fields().toString(), SIGNED).principal())
        .isEqualTo("arn:aws:iam::1:role/temporary");
  }

  @Test
  void aLoginIsRefusedAfterItsExpiry() {
    ObjectNode minute = LOGIN.expiringAfter(Duration.ofSeconds(60)).fields();

    assertThatCode(() -> verify(minute.toString(), SIGNED.plusSeconds(60)))
        .doesNotThrowAnyException();
    assertRefused(minute, SIGNED.plusSeconds(61), "expired 1 s ago");
    assertRefused(LOGIN.fields(), SIGNED.plusSeconds(901), "expired 1 s ago");
  }

  @Test
  void aClientsClockMayBeFiveMinutesFast() {
    ObjectNode login = LOGIN.fields();

    assertThatCode(() -> verify(login.toString(), SIGNED.minusSeconds(300)))
        .doesNotThrowAnyException();
    assertRefused(login, SIGNED.minusSeconds(301), "signed 301 s in the future");
  }

  @Test
  void anExpiryOutsideOfFifteenMinutesOrOfAnotherFormIsRefused() {
    assertRefused(
        LOGIN.expiringAfter(Duration.ofSeconds(901)).fields(), SIGNED, "not 1 to 900 seconds");
    for (String expires : List.of("0", "-1", "1e3", "", "99999999999", "900.5", " 900")) {
      assertRefused(LOGIN.fields().put("x-amz-expires", expires), SIGNED, "not 1 to 900 seconds");
    }
  }

  @Test
  void theDaysOfScopeAndDateMustBeEqual() {
    ObjectNode login = LOGIN.fields().put("x-amz-date", "20260401T000030Z");

    assertRefused(login, SIGNED, "signed for the day 20260331");
  }

  @Test
  void aDateOfAnotherFormIsRefused() {
    for (String date : List.of("20260231T000000Z", "2026-03-31T23:59:30Z", "now", "")) {
      assertRefused(LOGIN.fields().put("x-amz-date", date), SIGNED, "x-amz-date");
    }
  }

  @Test
  void aChangedAddedOrRemovedTokenIsRefused() {
    SignedLogin temporary =
        SignedLogin.of(HOST, "eu-west-1", "ASIA1234", "hidden").at(SIGNED).withToken("to+ken/=");

    assertRefused(
        temporary.fields().put("x-amz-security-token", "to ken/="), SIGNED, "token is not that");
    ObjectNode without = temporary.fields();
    without.remove("x-amz-security-token");
    assertRefused(without, SIGNED, "needs its session token");
    assertRefused(
        LOGIN.fields().put("x-amz-security-token", "to+ken/="), SIGNED, "has no session token");
  }

  @Test
  void theIdOfAnotherKeyWithTheSameSecretIsRefused() {
    ObjectNode login = LOGIN.withToken("to+ken/=").fields();
    String credential = login.get("x-amz-credential").asText().replace("AKIA", "ASIA");

    assertRefused(login.put("x-amz-credential", credential), SIGNED, "the signature is not");
  }

  @Test
  void noErrorHoldsTheSecretTheTokenOrASignature() {
    String right = LOGIN.fields().get("x-amz-signature").asText();
    String wrong = right.replace(right.charAt(0), right.charAt(0) == '0' ? '1' : '0');

    assertThatThrownBy(
            () -> verify(LOGIN.fields().put("x-amz-signature", wrong).toString(), SIGNED))
        .hasMessageNotContainingAny("hidden", "to+ken", right, wrong);
  }

  @Test
  void theUserAgentIsNotPartOfTheSignature() {
    assertThatCode(() -> verify(LOGIN.fields().put("user-agent", "another").toString(), SIGNED))
        .doesNotThrowAnyException();
  }

  @Test
  void aPayloadOfAnotherFormIsRefusedWithoutAQuote() {
    String login = LOGIN.fields().toString();
    for (String payload :
        List.of(
            "",
            "hidden",
            "[\"hidden\"]",
            login.replaceFirst("}$", ""),
            login + "{}",
            login.replaceFirst("\\{", "{\"host\": \"hidden\","),
            login.replaceFirst("\\{", "{\"x-amz-hidden\": \"hidden\","),
            login.replaceFirst("\"900\"", "900"),
            login.replace("signed-by-hand", "hidden\\nlogin allowed:"),
            login.replace("signed-by-hand", "hidden\u00fc"))) {
      assertThatThrownBy(() -> verify(payload, SIGNED))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("hidden")
          .hasNoCause();
    }
  }

  @Test
  void theErrorNamesAMissingField() {
    for (String field :
        LOGIN.fields().properties().stream().map(entry -> entry.getKey()).toList()) {
      ObjectNode fields = LOGIN.fields();
      fields.remove(field);

      assertThatThrownBy(() -> verify(fields.toString(), SIGNED))
          .hasMessage("missing fields: " + field);
    }
  }
}
