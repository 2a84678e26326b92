package io.mskcdc.smt.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.smt.mask.ColumnDecisions.Decision;
import io.mskcdc.smt.mask.ColumnDecisions.Kind;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class ColumnDecisionsTest {

  private static final Map<String, String> OPTIONS =
      Map.of(
          "key.secret",
          "${secretsmanager:prod%2Fmask:key}",
          "key.id",
          "k1",
          "hmac.columns",
          "db.customers.email",
          "clear.columns",
          "db.customers.id,db.*.name",
          "unlisted",
          "drop");

  private final ColumnDecisions decisions = ColumnDecisions.of(OPTIONS);

  @Test
  void aMaskingRuleDecides() {
    assertThat(decisions.decide("db", "customers", "email"))
        .isEqualTo(new Decision(Kind.MASKED, "hmac", "db.customers.email"));
  }

  @Test
  void aClearPatternDecides() {
    assertThat(decisions.decide("db", "customers", "name"))
        .isEqualTo(new Decision(Kind.CLEAR, null, "db.*.name"));
  }

  @Test
  void nobodyDecided() {
    assertThat(decisions.decide("db", "customers", "phone"))
        .isEqualTo(new Decision(Kind.UNLISTED, "drop", null));
  }

  @Test
  void withoutClosedModeAnUnlistedColumnPasses() {
    ColumnDecisions open = ColumnDecisions.of(Map.of("redact.columns", "db.customers.email"));

    assertThat(open.decide("db", "customers", "phone"))
        .isEqualTo(new Decision(Kind.UNLISTED, null, null));
    assertThat(open.withholds("db", "orders")).isFalse();
  }

  @Test
  void aTableThatNoRuleNamesIsWithheld() {
    assertThat(decisions.withholds("other", "customers")).isTrue();
    assertThat(decisions.withholds("db", "customers")).isFalse();
    assertThat(decisions.withholds("db", "orders")).isFalse();
  }

  @Test
  void aHelperTableIsTreatedAsItsOriginal() {
    assertThat(decisions.decide("db", "_customers_gho", "email").kind()).isEqualTo(Kind.MASKED);
    assertThat(decisions.decide("db", "_customers_gho", "id").kind()).isEqualTo(Kind.CLEAR);
  }

  @Test
  void aRuleForFieldsWithinAColumnIsFoundByTheColumn() {
    ColumnDecisions paths =
        ColumnDecisions.of(Map.of("redact.columns", "db.events.payload.email,db.events.kind"));

    assertThat(paths.within("db", "events", "payload"))
        .containsExactly(new Decision(Kind.MASKED, "redact", "db.events.payload.email"));
    assertThat(paths.within("db", "events", "kind")).isEmpty();
    assertThat(paths.within("db", "other", "payload")).isEmpty();
  }

  @Test
  void clearFieldsWithinAColumnAreFound() {
    ColumnDecisions paths =
        ColumnDecisions.of(
            Map.of(
                "clear.columns", "db.events.payload.city,db.events.doc,db.events.doc.city",
                "unlisted", "drop"));

    assertThat(paths.within("db", "events", "payload"))
        .containsExactly(new Decision(Kind.CLEAR, null, "db.events.payload.city"));
    assertThat(paths.within("db", "events", "doc"))
        .containsExactly(new Decision(Kind.CLEAR, null, "db.events.doc.city"));
    assertThat(paths.within("db", "events", "kind")).isEmpty();
  }

  @Test
  void aWildcardForAColumnMatchesANameWithDots() {
    ColumnDecisions wildcard =
        ColumnDecisions.of(Map.of("clear.columns", "db.t.*", "unlisted", "drop"));

    assertThat(wildcard.decide("db", "t", "a.b").kind()).isEqualTo(Kind.CLEAR);
  }

  @Test
  void onlyHmacKeepsKeysApart() {
    ColumnDecisions both =
        ColumnDecisions.of(
            Map.of(
                "key.secret",
                "${file:/s:k}",
                "key.id",
                "k",
                "hmac.columns",
                "db.t.id",
                "redact.columns",
                "db.t.name"));

    assertThat(both.isInjective("hmac")).isTrue();
    assertThat(both.isInjective("redact")).isFalse();
  }

  @Test
  void invalidOptionsAreRejectedAsByMask() {
    assertThatThrownBy(() -> ColumnDecisions.of(Map.of("clear.columns", "db.t.c")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("clear.columns has no effect");
  }
}
