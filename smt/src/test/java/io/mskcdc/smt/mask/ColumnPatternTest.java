package io.mskcdc.smt.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.smt.event.Globs;
import io.mskcdc.smt.event.TableName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which columns a pattern leads into, so that fields within them are looked for. */
class ColumnPatternTest {

  private static final TableName EVENTS = new TableName("production", "db", "events");

  /** Columns: the pattern, the path, whether it leads into it, and whether it names its fields. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "db.events.payload.email, payload, true, true",
    "db.events.payload.email, Payload, true, true",
    "db.events.payload.email, pay, false, false",
    "db.events.payload.email, payloads, false, false",
    "db.events.payload.email, payload.email, false, false",
    "db.events.payload.*, payload, true, true",
    "db.events.payload.*, payload.a, false, false",
    "db.events.payload.a.b, payload.a, true, true",
    "db.events.payload.*.b, payload.a, true, false",
    "db.events.pay*.email, payload, true, false",
    "db.events.*.email, payload, true, false",
    "db.events.*.a.email, payload.a, true, false",
    "db.events.*, payload, false, false",
    "db.events.payload, payload, false, false",
    "db.other.payload.email, payload, false, false",
    "*.*.payload.email, payload, true, true",
    "/db\\.events\\.payload\\..*email/, payload, true, true",
    "/db\\.events\\.payload\\..*email/, payload.a, true, false",
    "/db\\.events\\.payload\\.email/, payload, true, true",
    "/db\\.events\\..*email/, payload, true, false",
    "/db\\.events\\.\\w+\\.email/, payload, true, false",
    "/.*email/, payload, true, false",
    "/db\\.events\\.pay.*_raw/, payload, true, false",
    "/db\\.events\\.(email|phone)/, payload, false, false",
    "/db\\.events\\.(email|phone).*/, id, false, false"
  })
  void aPatternLeadsIntoAColumn(String text, String path, boolean leads, boolean names) {
    ColumnPattern pattern = ColumnPattern.parse("hmac.columns", text);

    assertThat(pattern.leadsInto(EVENTS, path)).isEqualTo(leads);
    assertThat(pattern.namesFieldsOf(EVENTS, path)).isEqualTo(names);
  }

  @Test
  void aDotInARegularExpressionMatchesALineBreak() {
    ColumnPattern pattern = ColumnPattern.parse("hmac.columns", "/db\\.events\\.payload\\..*/");

    assertThat(pattern.matches(EVENTS, "payload.a\nb")).isTrue();
  }

  /** A pattern, names of the parts of a path, and whether they match. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "db.events.payload.*, a.b",
    "db.events.payload.a.b, a.b",
    "db.events.payload.a*b, a.b",
    "db.events.payload.a.b.*, a.b/c.d",
    "db.events.payload.*.c.d, a.b/c.d",
    "/db\\.events\\.payload\\.[^.]*/, a.b",
    "/db\\.events\\.payload\\.a\\.b/, a.b",
    "/db\\.events\\.payload\\.a\\.b\\.[^.]+/, a.b/c.d",
    "/db\\.events\\.payload\\.[^.]+\\.c\\.d/, a.b/c.d",
    "/db\\.events\\.payload\\.[^.]+\\.[^.]+/, a.b/c.d"
  })
  void aWildcardMatchesADotWithinAName(String text, String names) {
    ColumnPattern pattern = ColumnPattern.parse("hmac.columns", text);
    StringBuilder path = new StringBuilder("payload");
    for (String name : names.split("/")) {
      path.append('.').append(Globs.part(name));
    }

    assertThat(pattern.matches(EVENTS, path.toString())).isTrue();
    assertThat(pattern.matches(EVENTS, path + "x.y")).isFalse();
  }
}
