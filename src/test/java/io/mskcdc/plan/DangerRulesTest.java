package io.mskcdc.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.config.Accept;
import io.mskcdc.config.Document;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WantedState;
import io.mskcdc.runtime.ConnectorStatus;
import io.mskcdc.runtime.LiveConnector;
import io.mskcdc.runtime.RunState;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DangerRulesTest {

  @Test
  void givenAnOptionThatIsWrittenWithItsDefaultThenThereIsNoDanger() {
    Map<String, String> mysql =
        Map.of("connector.class", "io.debezium.connector.mysql.MySqlConnector");
    Map<String, String> written = new HashMap<>(mysql);
    written.putAll(
        Map.of(
            "decimal.handling.mode", "precise",
            "topic.delimiter", ".",
            "skipped.operations", "t",
            "event.processing.failure.handling.mode", "fail"));

    assertThat(codes(mysql, written)).isEmpty();
    assertThat(codes(written, mysql)).isEmpty();
    written.put("decimal.handling.mode", "string");
    assertThat(codes(mysql, written)).containsExactly("format-changed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "topic.prefix = a; topic.prefix = b; topic-prefix-changed",
        "database.server.id = 1; database.server.id = 2; server-id-changed",
        "schema.history.internal.kafka.topic = a; schema.history.internal.kafka.topic = b;"
            + " history-topic-changed",
        "snapshot.mode = initial; snapshot.mode = always; snapshot-mode-changed",
        "x = 1; snapshot.mode = always; snapshot-mode-changed",
        "snapshot.mode = always; x = 1; snapshot-mode-changed",
        "table.include.list = d.a, d.b; table.include.list = d.a; table-leaves",
        "x = 1; table.include.list = d.a; table-leaves",
        "database.include.list = d, e; database.include.list = d; table-leaves",
        "x = 1; table.exclude.list = d.a; table-leaves",
        "transforms = a, b; transforms = b; transform-removed",
        "column.mask.hash.SHA-256.with.salt.x = d.t.c; x = 1; mask-removed",
        "column.exclude.list = d.t.c, d.t.d; column.exclude.list = d.t.d; mask-removed",
        "x = 1; column.exclude.list = d.t.d; column-leaves",
        "column.include.list = d.t.c, d.t.d; column.include.list = d.t.c; column-leaves",
        "x = 1; column.include.list = d.t.c; column-leaves",
        "connector.class = a; connector.class = b; class-changed",
        "database.hostname = a; database.hostname = b; database-changed",
        "database.port = 3306; database.port = 3307; database-changed",
        "topic.delimiter = .; topic.delimiter = _; topics-moved",
        "message.key.columns = d.t:a; message.key.columns = d.t:b; keys-changed",
        "key.converter = a; key.converter = b; keys-changed",
        "value.converter = a; value.converter = b; format-changed",
        "decimal.handling.mode = precise; decimal.handling.mode = double; format-changed",
        "gtid.source.includes = a; gtid.source.includes = b; events-dropped",
        "skipped.operations = t; skipped.operations = t,d; events-dropped",
        "x = 1; skipped.operations = u; events-dropped",
        "x = 1; tombstones.on.delete = false; events-dropped",
        "x = 1; tombstones.on.delete = FALSE; events-dropped",
        "x = 1; errors.tolerance = ALL; errors-tolerated",
        "transforms = a, b; transforms = b, a; format-changed",
        "transforms = a & transforms.a.predicate = p & predicates.p.pattern = x;"
            + " transforms = a & transforms.a.predicate = p & predicates.p.pattern = y;"
            + " transform-removed",
        "x = 1; errors.tolerance = all; errors-tolerated",
        "x = 1; event.processing.failure.handling.mode = skip; errors-tolerated",
        "x = 1; inconsistent.schema.handling.mode = warn; errors-tolerated",
        "x = 1; schema.history.internal.skip.unparseable.ddl = true; errors-tolerated",
        "transforms = a & transforms.a.type = T; transforms = a & transforms.a.type = U;"
            + " format-changed",
        "transforms = a & transforms.a.type = T;"
            + " transforms = a & transforms.a.type = T & transforms.a.predicate = p;"
            + " transform-removed",
        "x = 1; transforms = f & transforms.f.type = io.debezium.transforms.Filter; events-dropped",
        "transforms = c & transforms.c.type = io.mskcdc.smt.UnwrapMaskRoute &"
            + " transforms.c.route.replacement = a;"
            + " transforms = c & transforms.c.type = io.mskcdc.smt.UnwrapMaskRoute &"
            + " transforms.c.route.replacement = b; topics-moved",
        "transforms = r & transforms.r.type = io.mskcdc.smt.Route & transforms.r.rules = a;"
            + " transforms = r & transforms.r.type = io.mskcdc.smt.Route & transforms.r.rules = b;"
            + " topics-moved",
        "x = 1; transforms = r & transforms.r.type = org.apache.kafka.connect.transforms.RegexRouter;"
            + " topics-moved",
        "transforms = c & transforms.c.type = io.mskcdc.smt.UnwrapMaskRoute;"
            + " transforms = c & transforms.c.type = io.mskcdc.smt.UnwrapMaskRoute &"
            + " transforms.c.unwrap.delete.tombstone.handling.mode = drop; events-dropped",
        "transforms = m & transforms.m.type = io.mskcdc.smt.Mask & transforms.m.key.secret = a &"
            + " transforms.m.key.id = 1;"
            + " transforms = m & transforms.m.type = io.mskcdc.smt.Mask & transforms.m.key.secret = b &"
            + " transforms.m.key.id = 1; mask-key-changed",
      })
  void givenAChangeWithALossThenItIsADanger(String live, String wanted, String code) {
    assertThat(codes(config(live), config(wanted))).containsExactly(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "x = 1; x = 2",
        "x = 1; snapshot.mode = initial",
        "snapshot.mode = initial; x = 1",
        "x = 1; database.server.id = 2",
        "table.include.list = d.a; table.include.list = d.b, d.a",
        "table.include.list = d.a; x = 1",
        "table.exclude.list = d.a; x = 1",
        "transforms = a; transforms = b, a",
        "column.exclude.list = d.t.c; column.mask.with.5.chars = d.t.c",
        "x = 1; database.hostname = a",
        "skipped.operations = d; skipped.operations = t",
        "errors.tolerance = all; errors.tolerance = none",
        "x = 1; tombstones.on.delete = true",
        "transforms = m & transforms.m.type = io.mskcdc.smt.Mask & transforms.m.key.secret = a &"
            + " transforms.m.key.id = 1;"
            + " transforms = m & transforms.m.type = io.mskcdc.smt.Mask & transforms.m.key.secret = b &"
            + " transforms.m.key.id = 2",
      })
  void givenAChangeWithoutLossThenThereIsNoDanger(String live, String wanted) {
    assertThat(codes(config(live), config(wanted))).isEmpty();
  }

  @Test
  void givenAColumnThatNoMaskListsAnyMoreThenItIsADanger() {
    Map<String, String> live = mask("mask", "hmac.columns", "d.t.email, d.t.name");

    assertThat(codes(live, mask("mask", "hmac.columns", "d.t.email")))
        .containsExactly("mask-removed");
    assertThat(codes(live, mask("mask", "redact.columns", "d.t.name, d.t.email"))).isEmpty();
    assertThat(codes(live, mask("other", "hmac.columns", "d.t.email, d.t.name")))
        .containsExactly("transform-removed");
  }

  @Test
  void givenAMaskThatIsNoActiveTransformThenItDoesNotCount() {
    Map<String, String> wanted = mask("mask", "hmac.columns", "d.t.email");
    wanted.put("transforms", "route");

    assertThat(codes(mask("mask", "hmac.columns", "d.t.email"), wanted))
        .containsExactly("mask-removed", "transform-removed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "unlisted=drop                               ; x=1                      ; mask-opened",
        "unlisted=drop                               ; unlisted=pass            ; mask-opened",
        "unlisted=drop                               ; unlisted=hmac            ;",
        "unlisted=pass                               ; unlisted=drop            ;",
        "x=1                                         ; unlisted=drop,clear.columns=d.t.a ;",
        "unlisted=drop                ; unlisted=drop,unlisted.tables=columns   ; mask-opened",
        "unlisted=drop,unlisted.tables=withhold ; unlisted=drop,unlisted.tables=fail ;",
        "unlisted=drop                ; unlisted=drop,helper.tables=false       ; mask-opened",
        "hmac.columns=d.t.a           ; hmac.columns=d.t.a,helper.tables=false  ; mask-opened",
        "helper.tables=false          ; helper.tables=false                     ;",
        "unlisted=drop,clear.columns=d.t.a ; unlisted=drop,clear.columns=d.t.b ; column-cleared",
        "unlisted=drop,clear.columns=d.t.a ; unlisted=drop                      ;",
        "unlisted=drop,hmac.columns=d.t.a ; unlisted=drop,clear.columns=d.t.a   ;"
            + " mask-removed column-cleared",
        "hmac.columns=d.t.a           ; unlisted=drop,clear.columns=d.t.a       ; mask-removed",
      })
  void givenAMaskThatLetsOutMoreThenItIsADanger(String live, String wanted, String codes) {
    List<String> expected = codes == null ? List.of() : List.of(codes.split(" "));

    assertThat(
            codes(
                options("io.mskcdc.smt.Mask", "", live), options("io.mskcdc.smt.Mask", "", wanted)))
        .containsExactlyElementsOf(expected);
    String onePass = "io.mskcdc.smt.UnwrapMaskRoute";
    assertThat(codes(options(onePass, "mask.", live), options(onePass, "mask.", wanted)))
        .containsExactlyElementsOf(expected);
  }

  private static Map<String, String> options(String type, String prefix, String entries) {
    Map<String, String> config = new HashMap<>();
    config.put("transforms", "cdc");
    config.put("transforms.cdc.type", type);
    for (String entry : entries.split(",")) {
      String[] parts = entry.strip().split("=");
      config.put("transforms.cdc." + prefix + parts[0], parts[1]);
    }
    return config;
  }

  @Test
  void givenACreationWithTheTopicPrefixOfAnUnlistedConnectorThenItIsARename() {
    LiveConnector old = live("old", Map.of("topic.prefix", "p"));
    RenderedConnector wanted = wanted("new", Map.of("topic.prefix", "p"), List.of());

    Plan plan = Planner.plan(List.of(wanted), Set.of("new"), List.of(old));
    Plan both = Planner.plan(List.of(wanted), Set.of("new", "old"), List.of(old));

    assertThat(plan.changes().get(0).change().dangers())
        .extracting(danger -> danger.code().code())
        .containsExactly("connector-renamed");
    assertThat(both.changes().get(0).change().dangers()).isEmpty();
  }

  @Test
  void givenADangerThenTheFileOrTheCommandLineCanAcceptIt() {
    Map<String, String> after = Map.of("topic.prefix", "b");
    RenderedConnector plain = wanted("shop", after, List.of());
    RenderedConnector accepting =
        wanted("shop", after, List.of(new Accept("topic-prefix-changed", null, "new cluster")));
    RenderedConnector other =
        wanted(
            "shop", after, List.of(new Accept("topic-prefix-changed", "other.key", "by mistake")));

    assertThat(acceptance(plain).open()).hasSize(1);
    assertThat(acceptance(accepting).open()).isEmpty();
    assertThat(acceptance(accepting).unneeded()).isEmpty();
    assertThat(acceptance(plain, "topic-prefix-changed").open()).isEmpty();
    assertThat(acceptance(other).open()).hasSize(1);
    assertThat(acceptance(other).unneeded()).hasSize(1);
  }

  @Test
  void givenAnAcceptThatMatchesNoDangerThenItIsReported() {
    RenderedConnector connector =
        wanted(
            "shop", Map.of("topic.prefix", "a"), List.of(new Accept("mask-removed", null, "old")));

    Acceptance acceptance = acceptance(connector, "server-id-changed");

    assertThat(acceptance.unneeded())
        .extracting(Acceptance.Unneeded::rule)
        .containsExactly("mask-removed", "server-id-changed");
  }

  private static Acceptance acceptance(RenderedConnector wanted, String... once) {
    Plan plan =
        Planner.plan(
            List.of(wanted), Set.of("shop"), List.of(live("shop", Map.of("topic.prefix", "a"))));
    return Acceptance.of(plan, List.of(once));
  }

  private static List<String> codes(Map<String, String> live, Map<String, String> wanted) {
    return DangerRules.ofUpdate(wanted, live).stream().map(danger -> danger.code().code()).toList();
  }

  private static Map<String, String> mask(String alias, String key, String columns) {
    Map<String, String> config = new HashMap<>();
    config.put("transforms", alias);
    config.put("transforms." + alias + ".type", "io.mskcdc.smt.Mask");
    config.put("transforms." + alias + "." + key, columns);
    return config;
  }

  private static Map<String, String> config(String entry) {
    return Stream.of(entry.split(" & "))
        .map(each -> each.split(" = "))
        .collect(Collectors.toMap(parts -> parts[0].strip(), parts -> parts[1].strip()));
  }

  private static RenderedConnector wanted(
      String name, Map<String, String> config, List<Accept> accept) {
    return new RenderedConnector(
        name,
        Document.empty(Path.of(name + ".json")),
        null,
        null,
        accept,
        config,
        Optional.empty(),
        WantedState.RUNNING);
  }

  private static LiveConnector live(String name, Map<String, String> config) {
    return new LiveConnector(
        name, config, new ConnectorStatus(RunState.RUNNING, "w:1", null, List.of()));
  }
}
