package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.lint.EnvironmentLint;
import io.mskcdc.lint.LintEntry;
import io.mskcdc.lint.Severity;
import io.mskcdc.migrate.MigratedFiles.Written;
import io.mskcdc.migrate.MigratedOption;
import io.mskcdc.migrate.Migration.Migrated;
import io.mskcdc.text.PrettyJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a migration changed, and what remains to be done.
 *
 * @param env the environment that the connectors are for; empty for none
 * @param results one for each old configuration
 */
public record MigrationReport(Optional<String> env, List<Result> results) implements Report {
  private static final Map<MigratedOption.Kind, String> TITLES = new LinkedHashMap<>();

  static {
    TITLES.put(MigratedOption.Kind.CHANGED, "changed");
    TITLES.put(MigratedOption.Kind.OUTPUT, "consumers see");
    TITLES.put(MigratedOption.Kind.LOST, "cannot be kept");
    TITLES.put(MigratedOption.Kind.CHECK, "to check");
  }

  public MigrationReport {
    results = List.copyOf(results);
  }

  /**
   * A migrated connector.
   *
   * @param lint what lint says of it
   * @param written its files; empty if none were written
   */
  public record Result(Migrated migrated, EnvironmentLint lint, Optional<Written> written) {
    private List<MigratedOption> of(MigratedOption.Kind kind) {
      return migrated.changes().stream().filter(change -> change.kind() == kind).toList();
    }

    private List<LintEntry> findings() {
      return lint.entries().stream().filter(entry -> entry.severity() != Severity.HINT).toList();
    }
  }

  @Override
  public String kind() {
    return "migrate";
  }

  /** Returns whether a result must be corrected before it can be deployed. */
  public boolean hasErrors() {
    return results.stream()
        .anyMatch(
            result ->
                result.lint().hasErrors()
                    || result.written().filter(w -> !w.problems().isEmpty()).isPresent());
  }

  /** Returns the connector's file, or a list of them if there are several. */
  public String connectors() {
    if (results.size() == 1) {
      return PrettyJson.of(results.get(0).migrated().document());
    }
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    results.forEach(result -> list.add(result.migrated().document()));
    return PrettyJson.of(list);
  }

  @Override
  public String text(Palette palette) {
    StringBuilder out = new StringBuilder();
    for (Result result : results) {
      out.append(title(result)).append('\n');
      TITLES.forEach(
          (kind, title) -> {
            if (!result.of(kind).isEmpty()) {
              out.append(title).append(":\n");
            }
            result.of(kind).forEach(change -> out.append("  ").append(line(change)).append('\n'));
          });
      for (LintEntry entry : result.findings()) {
        out.append(LintReport.headline(entry, palette))
            .append("\n  next: ")
            .append(entry.next())
            .append('\n');
      }
      result
          .written()
          .ifPresent(
              written -> {
                out.append("wrote ").append(written.file()).append('\n');
                if (!written.problems().isEmpty()) {
                  out.append("not listed, because of mistakes:\n")
                      .append(new ErrorReport(written.problems()).text(palette));
                }
              });
      out.append("to do:\n");
      steps(result).forEach(step -> out.append("  ").append(step).append('\n'));
    }
    return out.toString();
  }

  @Override
  public String markdown() {
    StringBuilder out = new StringBuilder();
    for (Result result : results) {
      out.append("## ").append(title(result)).append("\n");
      TITLES.forEach(
          (kind, title) -> {
            if (!result.of(kind).isEmpty()) {
              out.append("\n| ").append(title).append(" | now | why |\n|---|---|---|\n");
            }
            for (MigratedOption change : result.of(kind)) {
              out.append(
                  "| `%s` | %s | %s |\n"
                      .formatted(
                          Markdown.cell(change.key()),
                          change.now().map(now -> "`" + Markdown.cell(now) + "`").orElse(""),
                          Markdown.cell(change.reason())));
            }
          });
      if (!result.findings().isEmpty()) {
        out.append("\n| lint | key | finding | next |\n|---|---|---|---|\n");
      }
      for (LintEntry entry : result.findings()) {
        out.append(
            "| %s %s | `%s` | %s | %s |\n"
                .formatted(
                    entry.severity().text(),
                    entry.title(),
                    Markdown.cell(String.valueOf(entry.key())),
                    Markdown.cell(entry.message()),
                    Markdown.cell(entry.next())));
      }
      out.append('\n').append(Markdown.block("", String.join("\n", steps(result))));
    }
    return out.toString();
  }

  private static String title(Result result) {
    Migrated migrated = result.migrated();
    return "%s: from Debezium %d to 3.6 (%s)"
        .formatted(migrated.name(), migrated.release(), migrated.source());
  }

  private static String line(MigratedOption change) {
    String now = change.now().orElse("");
    String place =
        now.startsWith(change.key() + " = ")
            ? now
            : change.key() + (now.isEmpty() ? "" : " -> " + now);
    return place + ": " + change.reason();
  }

  private List<String> steps(Result result) {
    Migrated migrated = result.migrated();
    List<String> steps = new ArrayList<>(migrated.commands());
    if (!migrated.unplaced().isEmpty()) {
      steps.add("write into environment.yaml: " + String.join(", ", migrated.unplaced()));
    }
    Optional<Written> written = result.written();
    if (written.filter(Written::listed).isEmpty()) {
      steps.add(
          "list it under connectors in "
              + written.flatMap(Written::environmentFile).orElse("environment.yaml")
              + ": "
              + written
                  .map(files -> String.join("; ", files.entry()))
                  .orElse("- name: " + migrated.name()));
    }
    String options = " " + migrated.name() + " --env " + env.orElse("ENV");
    steps.add("mskcdc lint --env " + env.orElse("ENV"));
    steps.add("mskcdc preflight" + options);
    steps.add("stop the old connector: docs/migrating.md#offsets");
    steps.add("mskcdc apply" + options);
    return steps;
  }

  @Override
  public void fill(ObjectNode document) {
    ArrayNode list = document.putArray("connectors");
    for (Result result : results) {
      Migrated migrated = result.migrated();
      ObjectNode node = list.addObject();
      node.put("name", migrated.name())
          .put("source", migrated.source())
          .put("release", migrated.release());
      TITLES.forEach(
          (kind, title) -> {
            ArrayNode changes = node.putArray(kind.name().toLowerCase(Locale.ROOT));
            for (MigratedOption change : result.of(kind)) {
              changes
                  .addObject()
                  .put("key", change.key())
                  .put("now", change.now().orElse(null))
                  .put("reason", change.reason());
            }
          });
      ArrayNode findings = node.putArray("findings");
      result.findings().forEach(entry -> LintReport.fill(findings.addObject(), entry));
      steps(result).forEach(node.putArray("steps")::add);
      node.put("file", result.written().map(Written::file).orElse(null));
      node.put("listed", result.written().filter(Written::listed).isPresent());
      ErrorReport.fill(
          node.putArray("problems"), result.written().map(Written::problems).orElse(List.of()));
    }
  }
}
