package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.runtime.ConnectorConfig;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Invalid options are rejected when Connect validates a connector's configuration. */
class OptionValidationTest {

  private static final String SECRET = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlBQkNERUY=";

  private static final Plugins PLUGINS = new Plugins(Map.of("plugin.discovery", "service_load"));

  static Stream<Arguments> invalidOptions() {
    return Stream.of(
        rejected(new Unwrap<>(), "REWRITE-WITH-TOMBSTONE", "delete.tombstone.handling.mode", "no"),
        rejected(new Unwrap<>(), "PASS", "truncate.handling.mode", "keep"),
        rejected(new Mask<>(), "database.table.column", "redact.columns", "customers.email"),
        rejected(new Mask<>(), "database.table.column", "redact.columns", "a..b"),
        rejected(new Mask<>(), "not a regular expression", "redact.columns", "/(/"),
        rejected(new Mask<>(), "key.secret and key.id", "hmac.columns", "a.b.c"),
        rejected(new Mask<>(), "key.secret and key.id", "format.columns", "a.b.c"),
        rejected(new Mask<>(), "key.id", "hmac.columns", "a.b.c", "key.secret", SECRET),
        rejected(new Mask<>(), "key.id", "null.columns", "a.b.c", "key.secret", SECRET),
        rejected(new Mask<>(), "base64", "null.columns", "a.b.c", "key.secret", "%%%"),
        rejected(new Mask<>(), "32 bytes", "null.columns", "a.b.c", "key.secret", "c2hvcnQ="),
        rejected(new Mask<>(), "partial.keep.first", "partial.columns", "a.b.c"),
        rejected(new Mask<>(), "bucket.size", "bucket.columns", "a.b.c"),
        rejected(new Mask<>(), "2 or more", "bucket.columns", "a.b.c", "bucket.size", "1"),
        rejected(new Mask<>(), "hex", "null.columns", "a.b.c", "hmac.encoding", "octal"),
        rejected(new Mask<>(), "8 or more", "null.columns", "a.b.c", "hmac.length", "7"),
        rejected(new Mask<>(), "hmac.length", "null.columns", "a.b.c", "hmac.length", "ten"),
        rejected(new Mask<>(), "month", "date.columns", "a.b.c", "date.to", "day"),
        rejected(
            new Mask<>(),
            "null.columns and in redact.columns",
            "null.columns",
            "a.b.c",
            "redact.columns",
            "A.b.c"),
        rejected(new Mask<>(), ".columns"),
        rejected(new Route<>(), "regex"),
        rejected(new Route<>(), "not a regular expression", "regex", "(", "replacement", "x"),
        rejected(new Route<>(), "replacement", "regex", "a"),
        rejected(new Route<>(), "group", "regex", "(a)", "replacement", "$2"),
        rejected(new Route<>(), "group", "regex", "(?<x>a)", "replacement", "${y}"),
        rejected(
            new Route<>(),
            "regex or rules",
            "regex",
            "a",
            "replacement",
            "b",
            "rules",
            "topic:a -> b"),
        rejected(new Route<>(), "topic:regex -> target", "rules", "a = b"),
        rejected(new Route<>(), "topic:regex -> target", "rules", "table:a -> b"),
        rejected(new Route<>(), "topic:regex -> target", "rules", "tables -> b"),
        rejected(new Route<>(), "not a regular expression", "rules", "topic:( -> b"),
        rejected(new Route<>(), "${field:name}", "rules", "table:a.b -> ${tabel}"),
        rejected(new Route<>(), "group", "rules", "topic:(a) -> $2"),
        rejected(new Route<>(), "Kafka refuses", "rules", "table:a.b -> b c"),
        rejected(new Route<>(), "empty", "rules", "table:a.b ->"),
        rejected(new Route<>(), "database.table=topic", "map", "a=b"),
        rejected(new Route<>(), "Kafka refuses", "map", "a.b=c/d"),
        rejected(new Route<>(), "fail", "map", "a.b=c", "unmatched", "drop"),
        rejected(new Route<>(), "key.field.replacement", "map", "a.b=c", "key.field.regex", "a"),
        rejected(
            new Route<>(),
            "key.field.replacement",
            "map",
            "a.b=c",
            "key.field.regex",
            "a",
            "key.field.replacement",
            ""),
        rejected(
            new Route<>(),
            "key.field.regex",
            "map",
            "a.b=c",
            "key.field.regex",
            " ",
            "key.field.replacement",
            "a"),
        rejected(new Route<>(), "replacement", "regex", "a", "replacement", ""),
        rejected(new Route<>(), "replacement", "regex", "a", "replacement", " "),
        rejected(new Route<>(), "regex", "regex", "", "replacement", "a"),
        rejected(new Route<>(), "group", "regex", "\\Q(?<x>\\E", "replacement", "${x}"),
        rejected(new Route<>(), "group", "rules", "topic:[(?<x>]+ -> ${x}"),
        rejected(new Route<>(), "${field:name}", "rules", "table:a.b -> ${field:..}"),
        rejected(new Mask<>(), "database.table.column", "null.columns", "a.b.c,,d.e.f"));
  }

  static Stream<Arguments> textsWithBlanks() {
    return Stream.of(
        Arguments.of(new Unwrap<>(), "add.fields.prefix", "__ ", Map.of()),
        Arguments.of(new Unwrap<>(), "add.headers.prefix", " ", Map.of()),
        Arguments.of(new Unwrap<>(), "route.by.field", " name", Map.of()),
        Arguments.of(new Unwrap<>(), "drop.fields.header.name", "drops\n", Map.of()),
        Arguments.of(new Mask<>(), "redact.with", " ", Map.of("redact.columns", "a.b.c")),
        Arguments.of(new Mask<>(), "redact.with", "x ", Map.of("redact.columns", "a.b.c")),
        Arguments.of(new Route<>(), "regex", "a ", Map.of("replacement", "b")),
        Arguments.of(new Route<>(), "replacement", " $1", Map.of("regex", "(a)")),
        Arguments.of(new Route<>(), "key.field.name", "from ", Map.of("map", "a.b=c")),
        Arguments.of(
            new Route<>(),
            "key.field.replacement",
            "a ",
            Map.of("map", "a.b=c", "key.field.regex", "a")));
  }

  @ParameterizedTest(name = "{1}={2}")
  @MethodSource("textsWithBlanks")
  void blanksThatConfigDefWouldRemoveAreRejected(
      Transformation<SourceRecord> transform,
      String option,
      String value,
      Map<String, String> others) {
    Map<String, String> options = new HashMap<>(others);
    options.put(option, value);

    assertThatThrownBy(() -> transform.configure(options))
        .hasMessageContaining(option)
        .hasMessageContaining("blank");
  }

  @Test
  void anEmptyOrBlankValueOfAnOptionWithoutDefaultCountsAsNotSet() {
    for (String unset : List.of("", "  ")) {
      assertThatCode(
              () ->
                  new Route<SourceRecord>()
                      .configure(
                          options(
                              "map",
                              "a.b=c",
                              "regex",
                              unset,
                              "key.field.regex",
                              unset,
                              "key.field.replacement",
                              unset,
                              "key.field.name",
                              unset)))
          .doesNotThrowAnyException();
      assertThatCode(
              () ->
                  new Unwrap<SourceRecord>()
                      .configure(
                          options("route.by.field", unset, "drop.fields.header.name", unset)))
          .doesNotThrowAnyException();
    }
  }

  private static Arguments rejected(
      Transformation<SourceRecord> transform, String message, String... options) {
    return Arguments.of(transform, message, options(options));
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("invalidOptions")
  void invalidOptionsAreRejectedByConnectsValidation(
      Transformation<SourceRecord> transform, String message, Map<String, String> options) {
    List<String> errors = errors(transform, options);

    assertThat(errors).anyMatch(error -> error.contains(message));
    assertThat(errors).noneMatch(error -> error.contains(SECRET) || error.contains("%%%"));
    assertThatThrownBy(() -> transform.configure(options))
        .isInstanceOf(transform instanceof Unwrap ? ConnectException.class : ConfigException.class)
        .hasMessageContaining(message);
  }

  /**
   * Validates a transform as Connect does in a connector's configuration.
   *
   * @return the errors, each with the key it belongs to
   */
  private static List<String> errors(
      Transformation<SourceRecord> transform, Map<String, String> options) {
    Map<String, String> connector = new HashMap<>();
    connector.put("name", "cdc");
    connector.put("connector.class", "Any");
    connector.put("transforms", "t");
    connector.put("transforms.t.type", transform.getClass().getName());
    options.forEach((name, value) -> connector.put("transforms.t." + name, value));
    ConfigDef enriched =
        ConnectorConfig.enrich(PLUGINS, ConnectorConfig.configDef(), connector, false);
    return enriched.validateAll(connector).values().stream()
        .flatMap(value -> value.errorMessages().stream().map(each -> value.name() + ": " + each))
        .toList();
  }

  static Stream<Arguments> invalidValues() {
    return Stream.of(
        invalidValue(
            "unwrap.delete.tombstone.handling.mode",
            "none",
            "drop, tombstone, rewrite, rewrite-with-tombstone, delete-to-tombstone"),
        invalidValue("unwrap.truncate.handling.mode", "keep", "drop, pass"),
        invalidValue("mask.hmac.encoding", "octal", "hex, base64"),
        invalidValue("mask.date.to", "day", "month, year"),
        invalidValue("mask.redact.columns", "customers.email", "must be database.table.column"),
        invalidValue("mask.redact.columns", "/(/", "is not a regular expression"),
        invalidValue("mask.key.secret", "c2hvcnQ=", "must be 32 bytes or more"),
        invalidValue("route.regex", "(", "is not a regular expression"),
        invalidValue("route.key.field.regex", "(", "is not a regular expression"),
        invalidValue("route.rules", "topic:( -> b", "is not a regular expression"),
        invalidValue("route.rules", "a = b", "must be topic:regex -> target, table:database.table"),
        invalidValue("route.map", "a=b", "must be database.table=topic"),
        invalidValue("route.unmatched", "drop", "keep, fail"),
        invalidValue("route.schema.name.adjustment.mode", "ascii", "none, avro, avro_unicode"));
  }

  private static Arguments invalidValue(String option, String value, String acceptedValues) {
    return Arguments.of(option, value, acceptedValues);
  }

  @ParameterizedTest
  @MethodSource("invalidValues")
  void anErrorBelongsToItsOptionAndListsAcceptedValues(
      String option, String value, String acceptedValues) {
    assertThat(errors(new UnwrapMaskRoute<>(), options(option, value)))
        .filteredOn(error -> error.startsWith("transforms.t." + option + ": "))
        .anySatisfy(
            error ->
                assertThat(error.toLowerCase(Locale.ROOT)).contains(acceptedValues.split(", ")));
  }

  @ParameterizedTest
  @CsvSource({
    "hmac.columns, a.b.c, key.secret and key.id",
    "partial.columns, a.b.c, partial.keep.first or partial.keep.last",
    "bucket.columns, a.b.c, bucket.size",
  })
  void theErrorNamesTheMissingOption(String option, String value, String missing) {
    assertThat(errors(new Mask<>(), options(option, value)))
        .anySatisfy(error -> assertThat(error).contains(option + " needs " + missing));
  }

  @Test
  void aValidConfigurationHasNoErrors() {
    assertThat(
            errors(
                new UnwrapMaskRoute<>(),
                options(
                    "unwrap.add.fields",
                    "op",
                    "mask.hmac.columns",
                    "a.b.c",
                    "mask.key.secret",
                    SECRET,
                    "mask.key.id",
                    "k1",
                    "route.rules",
                    "topic:a -> b")))
        .isEmpty();
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("invalidOptions")
  void unwrapMaskRouteRejectsTheSameOptions(
      Transformation<SourceRecord> transform, String message, Map<String, String> options) {
    if (options.isEmpty()) {
      return;
    }
    String part = transform.getClass().getSimpleName().toLowerCase(Locale.ROOT) + ".";
    String inFull = java.util.regex.Pattern.quote(part);
    Map<String, String> prefixed = new HashMap<>();
    options.forEach((name, value) -> prefixed.put(part + name, value));

    assertThat(UnwrapMaskRoute.CONFIG_DEF.validate(prefixed).stream())
        .anyMatch(
            value -> value.errorMessages().toString().replaceAll(inFull, "").contains(message));
    assertThatThrownBy(() -> new UnwrapMaskRoute<SourceRecord>().configure(prefixed))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(part);
  }

  @Test
  void unwrapMaskRouteNeedsNeitherMaskNorRouteOptions() {
    assertThat(UnwrapMaskRoute.CONFIG_DEF.validate(Map.of("unwrap.add.fields", "op")))
        .allMatch(value -> value.errorMessages().isEmpty());
    assertThatCode(() -> new UnwrapMaskRoute<SourceRecord>().configure(Map.of()))
        .doesNotThrowAnyException();
  }

  static Stream<Arguments> invalidOptionsOfDmsToEnvelope() {
    return Stream.of(
        Arguments.of("key.columns", "customers:id", "schema.table:column,column"),
        Arguments.of("key.columns", "shop.customers", "schema.table:column,column"),
        Arguments.of("key.columns", "shop.customers:", "schema.table:column,column"),
        Arguments.of("key.columns", "shop.customers:id,id", "different columns"),
        Arguments.of("key.columns", "shop.customers:id;", "schema.table:column,column"),
        Arguments.of("key.columns", "shop.customers:id;shop.customers:no", "listed twice"),
        Arguments.of("before.image.field", "metadata", "every record of DMS"),
        Arguments.of("control.topic", "a b", "Kafka accepts"));
  }

  @ParameterizedTest(name = "{0}={1}")
  @MethodSource("invalidOptionsOfDmsToEnvelope")
  void invalidOptionsOfDmsToEnvelopeAreRejected(String option, String value, String message) {
    assertThat(errors(new DmsToEnvelope<>(), options(option, value)))
        .anySatisfy(
            error -> assertThat(error).startsWith("transforms.t." + option).contains(message));
    assertThatThrownBy(() -> new DmsToEnvelope<SourceRecord>().configure(options(option, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(option)
        .hasMessageContaining(message);
  }

  @Test
  void anUnknownOptionOfDmsToEnvelopeIsRejected() {
    assertThatThrownBy(
            () -> new DmsToEnvelope<SourceRecord>().configure(options("key.column", "a.b:c")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("no option key.column;")
        .hasMessageContaining("key.columns");
  }

  @Test
  void anUnknownMaskingMethodIsRejectedWhenTheTransformIsConfigured() {
    Map<String, String> options = options("null.columns", "a.b.c", "hash.columns", "a.b.d");

    assertThat(errors(new Mask<>(), options))
        .as("Connect validates defined options only")
        .isEmpty();
    assertThatThrownBy(() -> new Mask<SourceRecord>().configure(options))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("no option hash.columns")
        .hasMessageContaining("hmac.columns");
  }

  @Test
  void anUnknownOptionOfRouteIsRejected() {
    Map<String, String> options = options("map", "a.b=c", "unmached", "fail");

    assertThatThrownBy(() -> new Route<SourceRecord>().configure(options))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("no option unmached;")
        .hasMessageContaining("unmatched");
  }

  @Test
  void optionsThatConnectReadsItselfAreAccepted() {
    assertThatCode(
            () ->
                new Mask<SourceRecord>()
                    .configure(options("null.columns", "a.b.c", "type", "Mask", "predicate", "p")))
        .doesNotThrowAnyException();
  }

  @Test
  void theServiceFileListsAllTransforms() throws IOException {
    try (InputStream in =
        Mask.class.getResourceAsStream(
            "/META-INF/services/org.apache.kafka.connect.transforms.Transformation")) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines())
          .containsExactlyInAnyOrder(
              Unwrap.class.getName(),
              Mask.class.getName(),
              Route.class.getName(),
              UnwrapMaskRoute.class.getName(),
              DmsToEnvelope.class.getName());
    }
  }

  @Test
  void allTransformsHaveAVersion() {
    for (Versioned transform :
        List.of(
            new Unwrap<>(),
            new Mask<>(),
            new Route<>(),
            new UnwrapMaskRoute<>(),
            new DmsToEnvelope<>())) {
      assertThat(transform.version()).matches("\\d+\\.\\d+\\.\\d+.*");
    }
  }

  @Test
  void malformedMetadataNamesAreRejected() {
    for (String name : List.of("a:b:c", "a.b.c", ".a", "a.", "a:")) {
      assertThatThrownBy(() -> new Unwrap<SourceRecord>().configure(options("add.fields", name)))
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining("add.fields");
    }
  }

  private static Map<String, String> options(String... pairs) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      options.put(pairs[i], pairs[i + 1]);
    }
    return options;
  }
}
