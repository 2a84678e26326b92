package io.mskcdc.smt;

import io.mskcdc.smt.mask.method.ColumnType;
import io.mskcdc.smt.mask.method.MaskMethods;
import io.mskcdc.smt.mask.method.MethodDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** The configurations that docs/transforms.md shows for each option, and the records they get. */
final class TransformsDocExamples {

  private final Events customers = Events.customers();
  private final Map<String, List<Map<String, String>>> examples = new HashMap<>();

  TransformsDocExamples() {
    unwrap();
    mask();
    route();
    dms();
  }

  /** The configurations that show an option, or an empty list if there is none. */
  List<Map<String, String>> of(String option) {
    return examples.containsKey(option) ? examples.get(option) : ofMaskingMethod(option);
  }

  /** Derives an example for a masking method that has none of its own. */
  private List<Map<String, String>> ofMaskingMethod(String option) {
    return MaskMethods.ALL.stream()
        .filter(each -> option.startsWith(each.name() + "."))
        .map(
            each -> {
              Map<String, String> options = new LinkedHashMap<>();
              options.put(MethodDefinition.columnsOption(each.name()), columnFor(each));
              options.putAll(MethodSamples.options(each));
              if (!MethodSamples.create(each).isKeyed()) {
                options.keySet().removeAll(List.of("key.secret", "key.id"));
              }
              if (each.options().configKeys().containsKey(option)) {
                options.put(option, MethodSamples.sample(each.options().configKeys().get(option)));
              }
              return options;
            })
        .toList();
  }

  private String columnFor(MethodDefinition method) {
    return customers.row.fields().stream()
        .filter(field -> !field.name().equals("id"))
        .filter(
            field ->
                MethodSamples.create(method).maskOf(ColumnType.of(field.schema()), field.schema())
                    != null)
        .map(field -> "production_db.customers." + field.name())
        .findFirst()
        .orElseThrow();
  }

  /** The records that go through a transform to show an option. */
  List<SourceRecord> input(String transform, String option) {
    Struct ada = Events.customer(customers);
    if (transform.equals("DmsToEnvelope")) {
      return List.of(ofDms(option));
    }
    if (option.equals("delete.tombstone.handling.mode")) {
      return List.of(customers.delete(ada), customers.tombstone(ada));
    }
    if (option.equals("truncate.handling.mode")) {
      return List.of(customers.truncate());
    }
    SourceRecord insert = option.equals("helper.tables") ? copied(ada) : customers.insert(ada);
    if (option.startsWith("drop.fields")) {
      insert
          .headers()
          .add("drops", List.of("phone", "id"), SchemaBuilder.array(Schema.STRING_SCHEMA).build());
    }
    if (option.equals("rules")) {
      insert.headers().addString("region", "eu");
    }
    if (!transform.equals("Mask")) {
      return List.of(insert);
    }
    try (Unwrap<SourceRecord> unwrap = new Unwrap<>()) {
      unwrap.configure(Map.of());
      return List.of(unwrap.apply(insert));
    }
  }

  /** The event of a helper table that gh-ost copied the row to. */
  private static SourceRecord copied(Struct row) {
    SchemaBuilder columns = SchemaBuilder.struct();
    row.schema().fields().forEach(field -> columns.field(field.name(), field.schema()));
    Events helper = new Events("production_db", "_customers_gho", columns, "id");
    Struct copy = new Struct(helper.row);
    row.schema().fields().forEach(field -> copy.put(field, row.getWithoutDefault(field.name())));
    return helper.insert(copy);
  }

  private static SourceRecord ofDms(String option) {
    Struct value =
        DmsRecords.struct(
            DmsRecords.value(
                switch (option) {
                  case "control.topic" -> "create-table";
                  case "before.image.field" -> "update-before-image";
                  case "before.image.prefix" -> "update-before-columns";
                  default -> "delete";
                }));
    return new SourceRecord(
        Map.of(), Map.of(), DmsRecords.TOPIC, null, null, null, value.schema(), value);
  }

  private void dms() {
    String key = "production.customers:id";
    example("key.columns", key);
    example("key.columns", "production.customers:id,email");
    example("key.columns", "production.orders:id");
    example("before.image.field", "before-image", "key.columns", key);
    example("before.image.prefix", "BI_", "key.columns", key);
    example("control.topic", "dms-control");
    example("control.topic", "");
  }

  private void unwrap() {
    example("delete.tombstone.handling.mode", "drop");
    example("delete.tombstone.handling.mode", "tombstone");
    example("delete.tombstone.handling.mode", "delete-to-tombstone");
    example("delete.tombstone.handling.mode", "rewrite");
    example("delete.tombstone.handling.mode", "rewrite-with-tombstone");
    example("truncate.handling.mode", "drop");
    example("truncate.handling.mode", "pass");
    example("add.fields", "op,source.ts_ms,source.file:binlog");
    example("add.fields.prefix", "meta_", "add.fields", "op");
    example("add.headers", "op,source.table");
    example("add.headers.prefix", "meta_", "add.headers", "op");
    example("route.by.field", "name");
    example("drop.fields.header.name", "drops");
    example(
        "drop.fields.from.key",
        "true",
        "drop.fields.header.name",
        "drops",
        "drop.fields.keep.schema.compatible",
        "false");
    example("drop.fields.keep.schema.compatible", "false", "drop.fields.header.name", "drops");
    String rewrite = "delete.tombstone.handling.mode";
    example("replace.null.with.default", "true", rewrite, "rewrite");
    example("replace.null.with.default", "false", rewrite, "rewrite");
  }

  private void mask() {
    String table = "production_db.customers.";
    String email = table + "email";
    String[] key = {"key.secret", TestKey.BASE64, "key.id", "k1"};
    for (String option : List.of("key.secret", "key.id")) {
      examples.put(option, List.of(inOrder(key, "hmac.columns", email)));
    }
    examples.put("scope", List.of(inOrder(key, "scope", "eu", "hmac.columns", email)));
    example("null.columns", table + "phone");
    example("redact.columns", email);
    example("redact.with", "hidden", "redact.columns", email);
    examples.put("hmac.columns", List.of(inOrder(key, "hmac.columns", email + "," + table + "id")));
    examples.put(
        "hmac.encoding", List.of(inOrder(key, "hmac.encoding", "base64", "hmac.columns", email)));
    examples.put("hmac.length", List.of(inOrder(key, "hmac.length", "16", "hmac.columns", email)));
    String card = table + "card_number";
    example("partial.columns", card, "partial.keep.last", "4");
    example("partial.keep.first", "4", "partial.columns", card);
    example("partial.keep.last", "4", "partial.columns", card);
    examples.put("format.columns", List.of(inOrder(key, "format.columns", table + "phone")));
    example("date.columns", table + "date_of_birth");
    example("date.to", "year", "date.columns", table + "date_of_birth");
    example("date.to", "month", "date.columns", table + "date_of_birth");
    example("bucket.columns", card, "bucket.size", "1000000000000");
    example("bucket.size", "1000000000000", "bucket.columns", card);
    example("drop.columns", table + "*_*");
    String listed = table + "id," + table + "name";
    example("clear.columns", listed, "unlisted", "drop");
    example("unlisted", "drop", "clear.columns", listed, "redact.columns", email);
    example("unlisted", "redact", "clear.columns", listed);
    example("unlisted", "fail", "clear.columns", listed);
    String orders = "production_db.orders.*";
    example("unlisted.tables", "withhold", "unlisted", "null", "clear.columns", orders);
    example("unlisted.tables", "fail", "unlisted", "null", "clear.columns", orders);
    examples
        .get("unlisted.tables")
        .add(
            inOrder(
                key, "unlisted.tables", "columns", "unlisted", "null", "clear.columns", orders));
    example("helper.tables", "true", "redact.columns", email);
    example("helper.tables", "false", "unlisted", "drop", "clear.columns", table + "*");
  }

  private void route() {
    String[] regex = {"regex", "production\\.([^.]+)\\.(.*)", "replacement", "$1.$2"};
    examples.put("regex", List.of(inOrder(regex)));
    examples.put("replacement", List.of(inOrder(regex)));
    example("rules", "table:production_db.* -> ${database}.${table}");
    example("rules", "topic:production\\.(.*) -> rows.$1");
    example("rules", "table:*.* -> customers.${field:name}");
    example("map", "production_db.customers=clients");
    example("rules", "table:*.* -> ${topic}.${header:region}");
    example("unmatched", "keep", "map", "production_db.orders=orders");
    example("unmatched", "fail", "map", "production_db.orders=orders");
    String all = "table:*.customers -> customers";
    example("key.field.name", "from", "rules", all);
    String[] keyRegex = {
      "key.field.regex", "production\\.(.*)\\..*", "key.field.replacement", "$1"
    };
    for (String option : List.of("key.field.regex", "key.field.replacement")) {
      examples.put(option, List.of(inOrder(keyRegex, "key.field.name", "from", "rules", all)));
    }
    example("rename.schemas", "true", "rules", all);
    for (String mode : List.of("avro", "avro_unicode")) {
      example(
          "schema.name.adjustment.mode",
          mode,
          "rename.schemas",
          "true",
          "rules",
          "table:*.customers -> all-customers");
    }
  }

  /** Adds an example: the value of an option, then names and values of others that it needs. */
  private void example(String option, String... valueAndMore) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put(option, valueAndMore[0]);
    for (int i = 1; i < valueAndMore.length; i += 2) {
      options.put(valueAndMore[i], valueAndMore[i + 1]);
    }
    examples.computeIfAbsent(option, any -> new ArrayList<>()).add(options);
  }

  /** The options of {@code more}, then those of {@code some}, as names and values. */
  private static Map<String, String> inOrder(String[] some, String... more) {
    Map<String, String> options = new LinkedHashMap<>();
    for (String[] pairs : List.of(more, some)) {
      for (int i = 0; i < pairs.length; i += 2) {
        options.put(pairs[i], pairs[i + 1]);
      }
    }
    return options;
  }
}
