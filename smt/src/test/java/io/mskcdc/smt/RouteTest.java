package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** Tombstones of rows that a rule reads, the map of tables, and what a replacement may be. */
class RouteTest {

  private static final String BY_NAME = "table:*.* -> c_${field:name}";

  private final Events customers = Events.customers();
  private final Struct ada = Events.customer(customers);

  @Test
  void aTombstoneWhoseRowWasNotSeenKeepsItsTopic() {
    SourceRecord tombstone = customers.tombstone(ada);

    assertThat(route("rules", BY_NAME).apply(tombstone)).isSameAs(tombstone);
  }

  @Test
  void aTombstoneWhoseRowWasNotSeenFailsWhereUnmatchedRowsDo() {
    Route<SourceRecord> route = route("rules", BY_NAME, "unmatched", "fail");

    assertThatThrownBy(() -> route.apply(customers.tombstone(ada)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(BY_NAME)
        .hasMessageContaining("unmatched=fail");
  }

  @Test
  void aTombstoneFollowsTheRowBeforeIt() {
    Route<SourceRecord> route = route("rules", BY_NAME);

    route.apply(customers.insert(ada));

    assertThat(route.apply(customers.tombstone(ada)).topic()).isEqualTo("c_Ada");
  }

  @Test
  void aTombstoneWithTheHeaderThatATargetNamesNeedsNoRow() {
    SourceRecord tombstone = customers.tombstone(ada);
    tombstone.headers().addString("region", "eu");

    assertThat(route("rules", "table:*.* -> ${header:region}").apply(tombstone).topic())
        .isEqualTo("eu");
  }

  @Test
  void renamedSchemasLeaveAnUnsetDefaultUnset() {
    Events orders =
        new Events(
            "production_db",
            "orders",
            SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("status", SchemaBuilder.string().defaultValue("new").build()),
            "id",
            "status");
    Struct row = orders.row(Map.of("id", 1L));

    SourceRecord out =
        route("regex", ".*", "replacement", "x", "rename.schemas", "true")
            .apply(
                orders.record(
                    new Struct(orders.key).put("id", 1L),
                    orders.envelope,
                    orders.envelope("c", null, row)));

    assertThat(((Struct) out.key()).getWithoutDefault("status")).isNull();
    assertThat(((Struct) out.value()).getStruct("after").getWithoutDefault("status")).isNull();
    ((Struct) out.value()).validate();
  }

  @Test
  void theMapIsForTablesInWhateverCase() {
    assertThat(route("map", "Production_DB.Customers=x").apply(customers.insert(ada)).topic())
        .isEqualTo("x");
  }

  @Test
  void aTableTwiceInTheMapIsRefused() {
    assertRefused("second entry", "map", "a.b=x,A.B=y");
  }

  @Test
  void aBackslashAtTheEndOfAReplacementIsRefused() {
    assertRefused("backslash", "regex", "(.*)", "replacement", "x$1\\");
  }

  @Test
  void aGroupsNumberThatIsTooLargeIsRefused() {
    assertRefused("99999999999 is no group", "rules", "topic:(.*) -> x$99999999999");
  }

  private static void assertRefused(String says, String... pairs) {
    assertThatThrownBy(() -> route(pairs))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(says);
  }

  private static Route<SourceRecord> route(String... pairs) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      options.put(pairs[i], pairs[i + 1]);
    }
    Route<SourceRecord> route = new Route<>();
    route.configure(options);
    return route;
  }
}
