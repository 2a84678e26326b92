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
import org.junit.jupiter.params.provider.ValueSource;

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
    written.putAll(
        Map.of(
            "gtid.source.filter.dml.events", "true",
            "schema.history.internal", "io.debezium.storage.kafka.history.KafkaSchemaHistory",
            "snapshot.query.mode", "select_all",
            "enable.time.adjuster", "true",
            "internal.log.position.check.enable", "true",
            "include.schema.changes", "true"));
    assertThat(codes(mysql, written)).isEmpty();
    assertThat(codes(written, mysql)).isEmpty();
    written.put("decimal.handling.mode", "string");
    assertThat(codes(mysql, written)).containsExactly("format-changed");
  }

  @Test
  void givenAConnectorOfAnotherBundleThenTheChangeOfItsLabelIsDangerous() {
    Map<String, String> shop = Map.of("mskcdc.bundle", "shop/production");

    assertThat(codes(shop, Map.of("mskcdc.bundle", "other/production")))
        .containsExactly("bundle-changed");
    assertThat(codes(shop, Map.of())).containsExactly("bundle-changed");
    assertThat(codes(shop, shop)).isEmpty();
    assertThat(codes(Map.of(), shop)).isEmpty();
  }

  @Test
  void givenAnotherClassThatKeepsTheHistoryInTheSameTopicThenThereIsNoDanger() {
    Map<String, String> live =
        Map.of(
            "connector.class", "io.debezium.connector.mysql.MySqlConnector",
            "schema.history.internal.kafka.topic", "history");
    Map<String, String> wanted = new HashMap<>(live);
    wanted.put("schema.history.internal", "io.mskcdc.history.ReplaySafeSchemaHistory");

    assertThat(codes(live, wanted)).isEmpty();
    wanted.put("schema.history.internal", "io.debezium.storage.file.history.FileSchemaHistory");
    assertThat(codes(live, wanted)).containsExactly("history-topic-changed");
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
        "topics = a, b; topics = b; topic-leaves",
        "topics = a, b; topics.regex = b.*; topic-leaves",
        "topics.regex = a.*; topics.regex = ab.*; topic-leaves",
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
        "x = 1; gtid.source.excludes = b; events-dropped",
        "gtid.source.includes = a; x = 1; events-dropped",
        "gtid.source.filter.dml.events = false; gtid.source.filter.dml.events = true;"
            + " events-dropped",
        "include.schema.changes = true; include.schema.changes = false; events-dropped",
        "provide.transaction.metadata = true; provide.transaction.metadata = false;"
            + " events-dropped",
        "x = 1; event.deserialization.failure.handling.mode = skip; errors-tolerated",
        "x = 1; snapshot.select.statement.overrides = d.t; snapshot-rows-changed",
        "snapshot.select.statement.overrides.d.t = SELECT 1;"
            + " snapshot.select.statement.overrides.d.t = SELECT 2; snapshot-rows-changed",
        "snapshot.select.statement.overrides = d.t; x = 1; snapshot-rows-changed",
        "x = 1; snapshot.include.collection.list = d.t; snapshot-rows-changed",
        "snapshot.include.collection.list = d.t, d.u; snapshot.include.collection.list = d.u;"
            + " snapshot-rows-changed",
        "x = 1; snapshot.query.mode = custom; snapshot-rows-changed",
        "x = 1; snapshot.locking.mode = none; snapshot-rows-changed",
        "x = 1; snapshot.mode.configuration.based.snapshot.data = true; snapshot-mode-changed",
        "x = 1; offsets.storage.topic = t; offsets-left-behind",
        "x = 1; consumer.override.group.id = g; offsets-left-behind",
        "x = 1; internal.log.position.check.enable = false; position-unchecked",
        "x = 1; gtid.ignore.on.recovery = true; position-unchecked",
        "x = 1; schema.history.internal.store.only.captured.tables.ddl = true; history-narrowed",
        "x = 1; schema.history.internal.store.only.captured.databases.ddl = true;"
            + " history-narrowed",
        "x = 1; schema.history.internal = io.debezium.storage.file.history.FileSchemaHistory;"
            + " history-topic-changed",
        "schema.history.internal.kafka.bootstrap.servers = a:1, b:1;"
            + " schema.history.internal.kafka.bootstrap.servers = c:1; history-topic-changed",
        "x = 1; include.query = true; values-exposed",
        "x = 1; errors.log.include.messages = true; values-exposed",
        "x = 1; column.truncate.to.20.chars = d.t.c; values-truncated",
        "column.truncate.to.20.chars = d.t.c; column.truncate.to.5.chars = d.t.c;"
            + " values-truncated",
        "column.truncate.to.5.chars = d.t.c; column.truncate.to.20.chars = d.t.c; mask-weakened",
        "column.truncate.to.5.chars = d.t.c; x = 1; mask-weakened",
        "column.exclude.list = d.t.c; column.mask.hash.SHA-256.with.salt.x = d.t.c; mask-weakened",
        "column.mask.hash.SHA-256.with.salt.x = d.t.c;"
            + " column.mask.hash.SHA-256.with.salt.y = d.t.c; mask-key-changed",
        "x = 1; message.key.columns = d.t:b; keys-changed",
        "x = 1; topic.key.field.name = shard; keys-changed",
        "x = 1; topic.replacement = all; topics-moved",
        "topic.heartbeat.prefix = a; topic.heartbeat.prefix = b; topics-moved",
        "x = 1; converters = c; format-changed",
        "x = 1; post.processors = p; format-changed",
        "value.converter = J & value.converter.schemas.enable = true;"
            + " value.converter = J & value.converter.schemas.enable = false; format-changed",
        "key.converter = J; key.converter = J & key.converter.schemas.enable = false;"
            + " keys-changed",
        "transforms = u & transforms.u.type = io.mskcdc.smt.Unwrap;"
            + " transforms = u & transforms.u.type = io.mskcdc.smt.Unwrap &"
            + " transforms.u.route.by.field = name; topics-moved",
        "transforms = u & transforms.u.type = io.mskcdc.smt.UnwrapMaskRoute;"
            + " transforms = u & transforms.u.type = io.mskcdc.smt.UnwrapMaskRoute &"
            + " transforms.u.unwrap.drop.fields.from.key = true; keys-changed",
        "transforms = d & transforms.d.type = io.mskcdc.smt.DmsToEnvelope &"
            + " transforms.d.key.columns = a.b:c;"
            + " transforms = d & transforms.d.type = io.mskcdc.smt.DmsToEnvelope &"
            + " transforms.d.key.columns = a.b:d; keys-changed",
        "transforms = d & transforms.d.type = io.mskcdc.smt.DmsToEnvelope;"
            + " transforms = d & transforms.d.type = io.mskcdc.smt.DmsToEnvelope &"
            + " transforms.d.before.image.prefix = OLD_; format-changed",
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
        "transforms = c & transforms.c.type = io.mskcdc.smt.UnwrapMaskRoute &"
            + " transforms.c.unwrap.delete.tombstone.handling.mode = rewrite-with-tombstone;"
            + " transforms = c & transforms.c.type = io.mskcdc.smt.UnwrapMaskRoute &"
            + " transforms.c.unwrap.delete.tombstone.handling.mode = rewrite; events-dropped",
        "transforms = c & transforms.c.type = io.mskcdc.smt.UnwrapMaskRoute &"
            + " transforms.c.values.canonical = true;"
            + " transforms = c & transforms.c.type = io.mskcdc.smt.UnwrapMaskRoute; format-changed",
        "x = 1; producer.override.acks = 0; events-dropped",
        "x = 1; streaming.delay.ms = 60000; events-delayed",
        "snapshot.delay.ms = 1; snapshot.delay.ms = 2; events-delayed",
        "x = 1; topic.creation.default.retention.ms = 60000; retention-changed",
        "topic.creation.a.retention.ms = -1; x = 1; retention-changed",
        "topic.creation.a.retention.bytes = -1; topic.creation.a.retention.bytes = 9;"
            + " retention-changed",
        "topic.creation.default.delete.retention.ms = 86400000;"
            + " topic.creation.default.delete.retention.ms = 1000; retention-changed",
        "topic.creation.default.cleanup.policy = compact;"
            + " topic.creation.default.cleanup.policy = delete; retention-changed",
        "topic.creation.default.cleanup.policy = compact; topic.creation.default.cleanup.policy ="
            + " compact & topic.creation.a.cleanup.policy = delete; retention-changed",
        "transforms = a; transforms = b, a; transform-added",
        "x = 1; transforms = r & transforms.r.type ="
            + " org.apache.kafka.connect.transforms.ReplaceField$Value; transform-added",
        "x = 1; transforms = c & transforms.c.type ="
            + " io.debezium.connector.mysql.transforms.ReadToInsertEvent; transform-added",
        "x = 1; transforms = u & transforms.u.type = io.mskcdc.smt.Unwrap; transform-added",
        "transforms = r & transforms.r.type = T$Value & transforms.r.exclude = a;"
            + " transforms = r & transforms.r.type = T$Value & transforms.r.exclude = a,b;"
            + " format-changed",
        "transforms = u & transforms.u.type = io.mskcdc.smt.Unwrap & transforms.u.add.headers = op;"
            + " transforms = u & transforms.u.type = io.mskcdc.smt.Unwrap; format-changed",
        "transforms = u & transforms.u.type = io.mskcdc.smt.Unwrap & transforms.u.add.fields = op;"
            + " transforms = u & transforms.u.type = io.mskcdc.smt.Unwrap; format-changed",
        "transforms = u & transforms.u.type = io.mskcdc.smt.UnwrapMaskRoute &"
            + " transforms.u.unwrap.add.headers = op;"
            + " transforms = u & transforms.u.type = io.mskcdc.smt.UnwrapMaskRoute; format-changed",
        "transforms = u & transforms.u.type = io.debezium.transforms.ExtractNewRecordState &"
            + " transforms.u.add.headers = op;"
            + " transforms = u & transforms.u.type = io.debezium.transforms.ExtractNewRecordState;"
            + " format-changed",
        "x = 1; producer.override.bootstrap.servers = h:1; topics-moved",
        "x = 1; producer.override.partitioner.class = a.B; keys-changed",
        "x = 1; database.ssl.mode = disabled; values-exposed",
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
        // Debezium 3.6 declares this key and does not read it.
        "x = 1; heartbeat.topics.prefix = beats",
        "table.include.list = d.a; table.include.list = d.b, d.a",
        "table.include.list = d.a; x = 1",
        "table.exclude.list = d.a; x = 1",
        "x = 1; transforms = m & transforms.m.type = io.mskcdc.smt.Mask & transforms.m.hmac.columns ="
            + " d.t.a",
        "topic.creation.default.retention.ms = 1000; topic.creation.default.retention.ms = -1",
        "topic.creation.default.cleanup.policy = compact; topic.creation.default.cleanup.policy ="
            + " compact & topic.creation.a.cleanup.policy = compact",
        "topic.creation.default.retention.ms = 1000; topic.creation.default.partitions = 3",
        "streaming.delay.ms = 1000; streaming.delay.ms = 500",
        "column.exclude.list = d.t.c; column.mask.with.5.chars = d.t.c",
        "x = 1; database.hostname = a",
        "skipped.operations = d; skipped.operations = t",
        "errors.tolerance = all; errors.tolerance = none",
        "x = 1; tombstones.on.delete = true",
        "gtid.source.filter.dml.events = true; gtid.source.filter.dml.events = false",
        "snapshot.include.collection.list = d.t; x = 1",
        "snapshot.include.collection.list = d.t; snapshot.include.collection.list = d.t, d.u",
        "snapshot.locking.mode = none; snapshot.locking.mode = minimal",
        "schema.history.internal.store.only.captured.tables.ddl = true;"
            + " schema.history.internal.store.only.captured.tables.ddl = false",
        "schema.history.internal.kafka.bootstrap.servers = a:1, b:1;"
            + " schema.history.internal.kafka.bootstrap.servers = b:1, c:1",
        "include.query = true; include.query = false",
        "column.mask.with.5.chars = d.t.c; column.truncate.to.5.chars = d.t.c &"
            + " column.mask.with.5.chars = d.t.c",
        "column.mask.hash.SHA-256.with.salt.x = d.t.c;"
            + " column.mask.hash.SHA-256.with.salt.x = d.t.c &"
            + " column.mask.hash.SHA-256.with.salt.y = d.t.d",
        "x = 1; value.converter = J & value.converter.schemas.enable = false",
        "key.converter = J; key.converter = J & key.converter.schemas.enable = true",
        "transforms = m & transforms.m.type = io.mskcdc.smt.Mask & transforms.m.key.secret = a &"
            + " transforms.m.key.id = 1;"
            + " transforms = m & transforms.m.type = io.mskcdc.smt.Mask & transforms.m.key.secret = b &"
            + " transforms.m.key.id = 2",
      })
  void givenAChangeWithoutLossThenThereIsNoDanger(String live, String wanted) {
    assertThat(codes(config(live), config(wanted))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "table.whitelist = d.a; table.include.list = d.a;",
        "table.whitelist = d.a, d.b; table.include.list = d.a; table-leaves",
        "x = 1; table.include.list = d.a; table-leaves",
        "table.whitelist = d.a & table.include.list = d.b; table.include.list = d.b;",
        "column.blacklist = d.t.c; column.exclude.list = d.t.c;",
        "column.blacklist = d.t.c; x = 1; mask-removed",
        "heartbeat.topics.prefix = beats; topic.heartbeat.prefix = beats;",
        "heartbeat.topics.prefix = beats; x = 1; topics-moved",
        "transaction.topic = ${database.server.name}.tx; topic.transaction = tx;",
        "database.history.kafka.topic = h; schema.history.internal.kafka.topic = h;",
        "database.history.kafka.topic = h; schema.history.internal.kafka.topic = i;"
            + " history-topic-changed",
        "database.history = io.debezium.relational.history.FileDatabaseHistory;"
            + " schema.history.internal = io.debezium.storage.file.history.FileSchemaHistory;",
        "snapshot.mode = schema_only; snapshot.mode = no_data;",
        "snapshot.mode = never; snapshot.mode = no_data; snapshot-mode-changed",
        "x = 1; topic.prefix = other; topic-prefix-changed",
        "transforms = u & transforms.u.type = io.debezium.transforms.ExtractNewRecordState &"
            + " transforms.u.drop.tombstones = false & transforms.u.delete.handling.mode = rewrite;"
            + " transforms = u & transforms.u.type = io.debezium.transforms.ExtractNewRecordState &"
            + " transforms.u.delete.tombstone.handling.mode = rewrite-with-tombstone;",
      })
  void givenAConnectorOfDebezium1ThenItsOldNamesAreComparedAsTheCurrentOnes(
      String live, String wanted, String code) {
    Map<String, String> mysql =
        Map.of("connector.class", "io.debezium.connector.mysql.MySqlConnector");
    Map<String, String> before = new HashMap<>(mysql);
    before.put("database.server.name", "p");
    before.putAll(config(live));
    Map<String, String> after = new HashMap<>(mysql);
    after.put("topic.prefix", "p");
    after.putAll(config(wanted));

    assertThat(codes(before, after)).isEqualTo(code == null ? List.of() : List.of(code));
  }

  @Test
  void givenAConnectorOfALaterReleaseThenItsOldNamesHaveNoEffect() {
    Map<String, String> live =
        Map.of(
            "connector.class", "io.debezium.connector.mysql.MySqlConnector",
            "database.server.name", "p",
            "topic.prefix", "p",
            "table.whitelist", "d.a");
    Map<String, String> wanted = new HashMap<>(live);
    wanted.remove("table.whitelist");
    wanted.put("table.include.list", "d.a");

    assertThat(codes(live, wanted)).containsExactly("table-leaves");
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
        .containsExactly("mask-removed", "transform-removed", "transform-added");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "unlisted=drop                               ; x=1                      ; mask-opened",
        "unlisted=drop                               ; unlisted=pass            ; mask-opened",
        "unlisted=drop                               ; unlisted=hmac            ;",
        "unlisted=pass                               ; unlisted=drop            ; column-leaves",
        "unlisted=hmac                               ; unlisted=drop            ; column-leaves",
        "x=1                          ; unlisted=drop,clear.columns=d.t.a       ; column-leaves",
        "unlisted=drop,unlisted.tables=columns ; unlisted=drop                  ; table-leaves",
        "unlisted=drop,clear.columns=d.t.a ; unlisted=drop,clear.columns=d.t.*  ; column-cleared",
        "unlisted=drop,clear.columns=d.t.a ; unlisted=drop,hmac.columns=d.t.a   ;",
        "unlisted=hmac,clear.columns=d.t.a ; unlisted=hmac                      ;",
        "unlisted=drop,hmac.columns=d.t.a ; unlisted=drop                       ; column-leaves",
        "unlisted=drop                ; unlisted=drop,unlisted.tables=columns   ; mask-opened",
        "unlisted=drop,unlisted.tables=withhold ; unlisted=drop,unlisted.tables=fail ;",
        "unlisted=drop                ; unlisted=drop,helper.tables=false       ; mask-opened",
        "hmac.columns=d.t.a           ; hmac.columns=d.t.a,helper.tables=false  ; mask-opened",
        "helper.tables=false          ; helper.tables=false                     ;",
        "unlisted=drop,clear.columns=d.t.a ; unlisted=drop,clear.columns=d.t.b ;"
            + " column-leaves column-cleared",
        "unlisted=drop,clear.columns=d.t.a ; unlisted=drop              ; column-leaves",
        "unlisted=drop,hmac.columns=d.t.a ; unlisted=drop,clear.columns=d.t.a   ;"
            + " mask-removed column-cleared",
        "hmac.columns=d.t.a           ; unlisted=drop,clear.columns=d.t.a       ;"
            + " mask-removed column-leaves",
        "hmac.columns=d.t.a           ; partial.columns=d.t.a                   ; mask-weakened",
        "redact.columns=d.t.a         ; hmac.columns=d.t.a                      ; mask-weakened",
        "partial.columns=d.t.a        ; hmac.columns=d.t.a                      ;",
        "drop.columns=d.t.a           ; redact.columns=d.t.a                    ;",
        "hmac.columns=d.t.a           ; hmac.columns=d.t.a,partial.columns=d.t.a ;",
        "partial.columns=d.t.a        ; partial.columns=d.t.a,partial.keep.last=4 ; mask-weakened",
        "partial.columns=d.t.a,partial.keep.first=2 ; partial.columns=d.t.a     ;",
        "bucket.columns=d.t.a,bucket.size=100 ; bucket.columns=d.t.a,bucket.size=10 ; mask-weakened",
        "bucket.columns=d.t.a,bucket.size=10 ; bucket.columns=d.t.a,bucket.size=100 ;",
        "date.columns=d.t.a           ; date.columns=d.t.a,date.to=month        ; mask-weakened",
        "date.columns=d.t.a,date.to=month ; date.columns=d.t.a,date.to=year     ;",
        "hmac.columns=d.t.a           ; hmac.columns=d.t.a,hmac.length=32       ; mask-key-changed",
        "hmac.columns=d.t.a           ; hmac.columns=d.t.a,hmac.encoding=hex    ;",
        "hmac.columns=d.t.a,scope=a   ; hmac.columns=d.t.a,scope=b              ; mask-key-changed",
        "redact.columns=d.t.a,scope=a ; redact.columns=d.t.a,scope=b            ;",
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

  @ParameterizedTest
  @ValueSource(strings = {"topic.prefix", "database.server.name"})
  void givenACreationWithTheTopicPrefixOfAnUnlistedConnectorThenItIsARename(String key) {
    String mysql = "io.debezium.connector.mysql.MySqlConnector";
    LiveConnector old = live("old", Map.of("connector.class", mysql, key, "p"));
    RenderedConnector wanted = wanted("new", Map.of("topic.prefix", "p"), List.of());

    Plan plan = Planner.plan(List.of(wanted), Set.of("new"), List.of(old));
    Plan both = Planner.plan(List.of(wanted), Set.of("new", "old"), List.of(old));

    assertThat(plan.changes().get(0).change().dangers())
        .extracting(danger -> danger.code().code())
        .containsExactly("connector-renamed");
    assertThat(both.changes().get(0).change().dangers()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "errors.tolerance = all; errors-tolerated",
        "event.processing.failure.handling.mode = warn; errors-tolerated",
        "event.deserialization.failure.handling.mode = ignore; errors-tolerated",
        "schema.history.internal.skip.unparseable.ddl = true; errors-tolerated",
        "include.query = true; values-exposed",
        "database.ssl.mode = disabled; values-exposed",
        "skipped.operations = t,d; events-dropped",
        "tombstones.on.delete = false; events-dropped",
        "gtid.source.includes = a; events-dropped",
        "transforms = f & transforms.f.type = io.debezium.transforms.Filter; events-dropped",
        "transforms = c & transforms.c.type = io.mskcdc.smt.UnwrapMaskRoute &"
            + " transforms.c.unwrap.delete.tombstone.handling.mode = drop; events-dropped",
        "snapshot.mode = never; snapshot-mode-changed",
        "snapshot.mode = no_data; snapshot-mode-changed",
        "snapshot.mode = initial_only; snapshot-mode-changed",
        "snapshot.include.collection.list = d.t; snapshot-rows-changed",
        "internal.log.position.check.enable = false; position-unchecked",
        "schema.history.internal.store.only.captured.tables.ddl = true; history-narrowed",
      })
  void givenACreationWithADangerousValueThenItIsADanger(String entries, String code) {
    assertThat(ofCreation(config(entries), List.of()))
        .extracting(danger -> danger.code().code())
        .containsExactly(code);
  }

  @Test
  void givenACreationThenWhatCostsOnlyAsAChangeIsNoDanger() {
    Map<String, String> config = new HashMap<>();
    config.putAll(
        Map.of(
            "database.hostname", "db",
            "topic.delimiter", "_",
            "table.include.list", "d.t",
            "snapshot.mode", "when_needed",
            "include.schema.changes", "false",
            "errors.tolerance", "none",
            "skipped.operations", "none",
            "message.key.columns", "d.t:b",
            "decimal.handling.mode", "string"));
    config.putAll(
        Map.of(
            "column.exclude.list", "d.t.a",
            "topic.creation.default.cleanup.policy", "compact",
            "transforms", "r",
            "transforms.r.type", "org.apache.kafka.connect.transforms.RegexRouter"));

    assertThat(ofCreation(config, List.of())).isEmpty();
  }

  private static List<Danger> ofCreation(Map<String, String> config, List<Accept> accept) {
    Map<String, String> mysql = new HashMap<>(config);
    mysql.put("connector.class", "io.debezium.connector.mysql.MySqlConnector");
    return Planner.plan(List.of(wanted("new", mysql, accept)), Set.of("new"), List.of())
        .changes()
        .get(0)
        .change()
        .dangers();
  }

  @Test
  void givenADangerousValueThenItsAcceptIsNeededBeforeAndAfterTheCreation() {
    Map<String, String> config = Map.of("errors.tolerance", "all");
    RenderedConnector plain = wanted("shop", config, List.of());
    RenderedConnector accepting =
        wanted("shop", config, List.of(new Accept("errors-tolerated", null, "by design")));

    assertThat(Acceptance.of(Planner.plan(List.of(plain), Set.of(), List.of()), List.of()).open())
        .hasSize(1);
    for (List<LiveConnector> live :
        List.of(List.<LiveConnector>of(), List.of(live("shop", config)))) {
      Acceptance acceptance =
          Acceptance.of(Planner.plan(List.of(accepting), Set.of(), live), List.of());
      assertThat(acceptance.open()).isEmpty();
      assertThat(acceptance.unneeded()).isEmpty();
    }
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
