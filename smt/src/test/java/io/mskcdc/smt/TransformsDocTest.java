package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;

/**
 * Generates docs/transforms.md from the prose in transforms-doc, from the options' definitions and
 * from the results of the transforms. To write the file, run {@code mvn -pl smt test
 * -Dtest=TransformsDocTest -Dtransforms.doc.write=true}.
 */
class TransformsDocTest {

  private static final Path DOC = Path.of("..", "docs", "transforms.md");
  private static final Path PROSE = Path.of("src", "test", "resources", "transforms-doc");

  private final TransformsDocExamples examples = new TransformsDocExamples();

  @Test
  void theDocumentMatchesTheOptionsAndTheResultsOfTheTransforms() throws IOException {
    String doc =
        prose("head.md")
            + section("Unwrap", Unwrap.OVERVIEW_DOC, Unwrap.CONFIG_DEF, Unwrap::new)
            + prose("unwrap.md")
            + section("Mask", Mask.OVERVIEW_DOC, Mask.CONFIG_DEF, Mask::new)
            + prose("mask.md")
            + section("Route", Route.OVERVIEW_DOC, Route.CONFIG_DEF, Route::new)
            + prose("route.md")
            + section(
                "DmsToEnvelope",
                DmsToEnvelope.OVERVIEW_DOC,
                DmsToEnvelope.CONFIG_DEF,
                DmsToEnvelope::new)
            + prose("dms.md");
    if (Boolean.getBoolean("transforms.doc.write")) {
      Files.writeString(DOC, doc);
    }
    assertThat(DOC)
        .as("docs/transforms.md is outdated: run this test with -Dtransforms.doc.write=true")
        .content()
        .isEqualTo(doc);
  }

  private String section(
      String name, String overview, ConfigDef def, Supplier<Transformation<SourceRecord>> maker) {
    StringBuilder text = new StringBuilder();
    text.append("## ").append(name).append("\n\n").append(overview).append("\n\n");
    text.append("`io.mskcdc.smt.").append(name).append("`\n\n");
    if (name.equals("Unwrap")) {
      text.append(wholeEventAndRow());
    }
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
      assertThat(examples.of(option)).as("examples of the option %s", option).isNotEmpty();
      text.append("```text\n");
      for (Map<String, String> options : examples.of(option)) {
        options.forEach((each, value) -> text.append(each).append('=').append(shown(each, value)));
        append(text, maker.get(), name, option, options);
      }
      text.append("```\n\n");
    }
    return text.toString();
  }

  private String wholeEventAndRow() {
    SourceRecord event = examples.input("Unwrap", "add.fields").get(0);
    try (Unwrap<SourceRecord> unwrap = new Unwrap<>()) {
      unwrap.configure(Map.of());
      return "```text\nevent: %s\nrow:   %s\n```\n\n"
          .formatted(
              RecordDifference.inFull(event.value()),
              RecordDifference.inFull(unwrap.apply(event).value()));
    }
  }

  private static String shown(String option, String value) {
    return (option.equals("key.secret") ? "..." : value) + "\n";
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
    for (SourceRecord record : examples.input(name, option)) {
      List<String> lines = result(transform, record);
      lines.forEach(line -> text.append("  ").append(line).append('\n'));
      changes |= !lines.equals(List.of("no change")) && !lines.equals(List.of("insert -> row"));
    }
    assertThat(changes).as("an example in which %s has an effect", options.keySet()).isTrue();
    transform.close();
  }

  private static List<String> result(Transformation<SourceRecord> transform, SourceRecord record) {
    SourceRecord out;
    try {
      out = transform.apply(record);
    } catch (DataException e) {
      return List.of("error: " + e.getMessage());
    }
    if (transform instanceof Unwrap) {
      return unwrapped(record, out);
    }
    return out == null
        ? List.of("the record is dropped")
        : changes(RecordDifference.between(record, out));
  }

  private static List<String> changes(List<String> lines) {
    return lines.isEmpty() ? List.of("no change") : lines;
  }

  /** What kind of record comes out, and how a row differs from the event's image. */
  private static List<String> unwrapped(SourceRecord event, SourceRecord out) {
    if (!(event.value() instanceof Struct envelope)) {
      return List.of("tombstone -> " + (out == null ? "nothing" : "tombstone"));
    }
    String kind =
        switch (envelope.getString("op")) {
          case "d" -> "delete -> ";
          case "t" -> "truncate -> ";
          default -> "insert -> ";
        };
    if (out == null) {
      return List.of(kind + "nothing");
    } else if (out == event) {
      return List.of(kind + "the same event");
    } else if (out.value() == null) {
      return List.of(kind + "tombstone");
    }
    Struct image = envelope.getStruct(envelope.get("after") == null ? "before" : "after");
    SourceRecord row =
        event.newRecord(
            event.topic(),
            event.kafkaPartition(),
            event.keySchema(),
            event.key(),
            image.schema(),
            image,
            event.timestamp());
    List<String> lines = new ArrayList<>(List.of(kind + "row"));
    RecordDifference.between(row, out).forEach(line -> lines.add("  " + line));
    return lines;
  }

  private static String prose(String name) throws IOException {
    return Files.readString(PROSE.resolve(name));
  }
}
