package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;

/**
 * docs/transforms.md is made of the options' own definitions, and of what the transforms give when
 * they are run: {@code mvn -pl smt test -Dtest=TransformsDocTest -Dtransforms.doc.write=true}.
 */
class TransformsDocTest {

  private static final Path DOC = Path.of("..", "docs", "transforms.md");
  private static final Path PROSE = Path.of("src", "test", "resources", "transforms-doc");

  private final Events customers = Events.customers();
  private final Map<String, List<Map<String, String>>> examples = new HashMap<>();

  @Test
  void theDocumentSaysWhatTheTransformsDo() throws IOException {
    addExamples();
    String doc =
        prose("head.md")
            + section("Unwrap", Unwrap.OVERVIEW_DOC, Unwrap.CONFIG_DEF, Unwrap::new)
            + prose("unwrap.md")
            + section("Mask", Mask.OVERVIEW_DOC, Mask.CONFIG_DEF, Mask::new)
            + prose("mask.md")
            + section("Route", Route.OVERVIEW_DOC, Route.CONFIG_DEF, Route::new)
            + prose("route.md");
    if (Boolean.getBoolean("transforms.doc.write")) {
      Files.writeString(DOC, doc);
    }
    assertThat(DOC)
        .as("stale: write it anew with -Dtransforms.doc.write=true")
        .content()
        .isEqualTo(doc);
  }

  private void addExamples() {
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
    String table = "production_db.customers.";
    String email = table + "email";
    String[] key = {"key.secret", Keys.BASE64, "key.id", "k1"};
    for (String option : List.of("key.secret", "key.id")) {
      examples.put(option, List.of(options(key, "hmac.columns", email)));
    }
    examples.put("scope", List.of(options(key, "scope", "eu", "hmac.columns", email)));
    example("null.columns", table + "phone");
    example("redact.columns", email);
    example("redact.with", "hidden", "redact.columns", email);
    examples.put("hmac.columns", List.of(options(key, "hmac.columns", email + "," + table + "id")));
    examples.put(
        "hmac.encoding", List.of(options(key, "hmac.encoding", "base64", "hmac.columns", email)));
    examples.put("hmac.length", List.of(options(key, "hmac.length", "16", "hmac.columns", email)));
    String card = table + "card_number";
    example("partial.columns", card, "partial.keep.last", "4");
    example("partial.keep.first", "4", "partial.columns", card);
    example("partial.keep.last", "4", "partial.columns", card);
    examples.put("format.columns", List.of(options(key, "format.columns", table + "phone")));
    example("date.columns", table + "date_of_birth");
    example("date.to", "year", "date.columns", table + "date_of_birth");
    example("date.to", "month", "date.columns", table + "date_of_birth");
    example("bucket.columns", card, "bucket.size", "1000000000000");
    example("bucket.size", "1000000000000", "bucket.columns", card);
    example("drop.columns", table + "*_*");
    String[] regex = {"regex", "production\\.([^.]+)\\.(.*)", "replacement", "$1.$2"};
    examples.put("regex", List.of(options(regex)));
    examples.put("replacement", List.of(options(regex)));
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
      examples.put(option, List.of(options(keyRegex, "key.field.name", "from", "rules", all)));
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

  private void example(String option, String... valueAndMore) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put(option, valueAndMore[0]);
    for (int i = 1; i < valueAndMore.length; i += 2) {
      options.put(valueAndMore[i], valueAndMore[i + 1]);
    }
    examples.computeIfAbsent(option, any -> new ArrayList<>()).add(options);
  }

  private static Map<String, String> options(String[] some, String... more) {
    Map<String, String> options = new LinkedHashMap<>();
    for (String[] pairs : List.of(more, some)) {
      for (int i = 0; i < pairs.length; i += 2) {
        options.put(pairs[i], pairs[i + 1]);
      }
    }
    return options;
  }

  private String section(
      String name, String overview, ConfigDef def, Supplier<Transformation<SourceRecord>> maker) {
    StringBuilder text = new StringBuilder();
    text.append("## ").append(name).append("\n\n").append(overview).append("\n\n");
    text.append("`io.mskcdc.smt.").append(name).append("`\n\n");
    for (String option : def.configKeys().keySet().stream().sorted().toList()) {
      ConfigDef.ConfigKey key = def.configKeys().get(option);
      text.append("### `").append(option).append("`\n\n");
      text.append(key.documentation).append("\n\n");
      text.append("Type ").append(key.type.name().toLowerCase(Locale.ROOT));
      text.append(", default ").append(defaultOf(key));
      if (key.validator instanceof ConfigDef.ValidString) {
        text.append(", one of ").append(key.validator.toString().replaceAll("[\\[\\]]", ""));
      }
      text.append(".\n\n");
      assertThat(examples).as("an example for each option").containsKey(option);
      text.append("```text\n");
      for (Map<String, String> options : examples.get(option)) {
        options.forEach(
            (each, value) ->
                text.append(each)
                    .append('=')
                    .append(each.equals("key.secret") ? "..." : value)
                    .append('\n'));
        append(text, maker.get(), name, option, options);
      }
      text.append("```\n\n");
    }
    return text.toString();
  }

  private static String defaultOf(ConfigDef.ConfigKey key) {
    Object value = key.defaultValue;
    return value == null || value.toString().isEmpty() || List.of().equals(value)
        ? "none"
        : "`" + value + "`";
  }

  private void append(
      StringBuilder text,
      Transformation<SourceRecord> transform,
      String name,
      String option,
      Map<String, String> options) {
    transform.configure(options);
    boolean changes = List.of("pass", "keep").contains(options.get(option));
    for (SourceRecord record : input(name, option)) {
      String before = shown(record);
      String after = result(transform, record);
      text.append("  before: ").append(before).append('\n');
      text.append("  after:  ").append(after).append('\n');
      changes |= !after.startsWith(before);
    }
    assertThat(changes).as("an example that shows what %s does", options.keySet()).isTrue();
    transform.close();
  }

  private static String result(Transformation<SourceRecord> transform, SourceRecord record) {
    SourceRecord out;
    try {
      out = transform.apply(record);
    } catch (DataException e) {
      return "the task stops: " + e.getMessage();
    }
    if (out == null) {
      return "nothing";
    }
    return transform instanceof Mask ? shown(out) + masks(out.valueSchema()) : shown(out);
  }

  /** What the schema says of how columns were masked. */
  private static String masks(Schema schema) {
    StringBuilder text = new StringBuilder();
    if (schema.parameters() != null) {
      text.append(' ').append(schema.parameters());
    }
    for (Field field : schema.fields()) {
      if (field.schema().parameters() != null) {
        text.append(' ').append(field.name()).append(new TreeMap<>(field.schema().parameters()));
      }
    }
    return text.toString();
  }

  private List<SourceRecord> input(String name, String option) {
    Struct ada = Events.customer(customers);
    if (option.equals("delete.tombstone.handling.mode")) {
      return List.of(customers.delete(small(ada)), customers.tombstone(ada));
    }
    if (option.equals("truncate.handling.mode")) {
      return List.of(customers.truncate());
    }
    SourceRecord record = customers.insert(small(ada));
    if (option.startsWith("drop.fields")) {
      record
          .headers()
          .add("drops", List.of("phone", "id"), SchemaBuilder.array(Schema.STRING_SCHEMA).build());
    }
    if (option.equals("rules")) {
      record.headers().addString("region", "eu");
    }
    if (!name.equals("Mask")) {
      return List.of(record);
    }
    try (Unwrap<SourceRecord> unwrap = new Unwrap<>()) {
      unwrap.configure(Map.of());
      return List.of(unwrap.apply(customers.insert(Events.customer(customers))));
    }
  }

  private static Struct small(Struct row) {
    return row.put("card_number", null).put("date_of_birth", null);
  }

  private static String shown(SourceRecord record) {
    StringBuilder text = new StringBuilder(record.topic());
    text.append(" key=")
        .append(shown(record.key()))
        .append(" value=")
        .append(shown(record.value()));
    if (record.valueSchema() != null && record.value() != null) {
      text.append(" schema=").append(record.valueSchema().name());
    }
    for (Header header : record.headers()) {
      text.append(" header ").append(header.key()).append('=').append(header.value());
    }
    return text.toString();
  }

  private static String shown(Object value) {
    if (!(value instanceof Struct struct)) {
      return String.valueOf(value);
    }
    List<String> fields = new ArrayList<>();
    for (Field field : struct.schema().fields()) {
      Object each = struct.getWithoutDefault(field.name());
      boolean brief = field.name().equals("source") || field.name().equals("transaction");
      fields.add(field.name() + ":" + (brief ? "..." : shown(each)));
    }
    return "{" + String.join(", ", fields) + "}";
  }

  private static String prose(String name) throws IOException {
    return Files.readString(PROSE.resolve(name));
  }
}
