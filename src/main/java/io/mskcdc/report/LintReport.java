package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.lint.EnvironmentLint;
import io.mskcdc.lint.KeyFix;
import io.mskcdc.lint.LintEntry;
import io.mskcdc.lint.Severity;
import io.mskcdc.lint.SourceLines;
import io.mskcdc.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What lint says of a bundle. A finding that several environments share is shown once.
 *
 * @param paths the paths of the bundle
 * @param environments one for each environment
 * @param fixed the keys that were renamed
 */
public record LintReport(
    BundlePaths paths, List<EnvironmentLint> environments, List<KeyFix.Renamed> fixed)
    implements Report {

  public LintReport {
    environments = List.copyOf(environments);
    fixed = List.copyOf(fixed);
  }

  @Override
  public String kind() {
    return "lint";
  }

  /** Returns each finding with the environments that it is in. */
  private Map<LintEntry, List<String>> merged() {
    Map<LintEntry, List<String>> merged = new LinkedHashMap<>();
    for (EnvironmentLint environment : environments) {
      for (LintEntry entry : environment.entries()) {
        merged.computeIfAbsent(entry, key -> new ArrayList<>()).add(environment.environment());
      }
    }
    return merged;
  }

  @Override
  public String text(Palette palette) {
    Map<LintEntry, List<String>> merged = merged();
    SourceLines lines = new SourceLines(paths);
    StringBuilder out = new StringBuilder();
    fixed.forEach(
        key ->
            out.append(
                "fixed %s:%d: %s is %s now\n"
                    .formatted(key.file(), key.line(), key.from(), key.to())));
    merged.forEach((entry, in) -> out.append(text(entry, in, lines, palette)));
    environments.forEach(
        environment ->
            environment
                .skipped()
                .ifPresent(
                    problem ->
                        out.append(
                            "not checked: %s (%s)\n"
                                .formatted(environment.environment(), problem.message()))));
    return out.append(summary(merged)).append("\n").toString();
  }

  /** Returns a finding without its line and its next step. */
  static String headline(LintEntry entry, Palette palette) {
    Palette.Tone tone =
        entry.severity() == Severity.ERROR ? Palette.Tone.REMOVED : Palette.Tone.CHANGED;
    return palette.paint(tone, entry.severity().text())
        + " ["
        + entry.title()
        + "] "
        + place(entry)
        + (entry.key() == null ? "" : ", " + entry.key())
        + ": "
        + entry.message();
  }

  private String text(LintEntry entry, List<String> in, SourceLines lines, Palette palette) {
    StringBuilder out = new StringBuilder(headline(entry, palette));
    if (in.size() < environments.size()) {
      out.append(" (").append(String.join(", ", in)).append(")");
    }
    out.append("\n");
    lines.of(entry).ifPresent(line -> out.append("  | ").append(line).append("\n"));
    return out.append("  next: ").append(entry.next()).append("\n").toString();
  }

  private static String place(LintEntry entry) {
    return entry.line() == 0
        ? entry.file()
        : entry.file() + ":" + entry.line() + ":" + entry.column();
  }

  private String summary(Map<LintEntry, List<String>> merged) {
    List<String> counts = new ArrayList<>();
    for (String severity : List.of("error", "warning", "hint")) {
      long count =
          merged.keySet().stream()
              .filter(entry -> entry.severity().text().equals(severity))
              .count();
      counts.add(count + " " + severity + (count == 1 ? "" : "s"));
    }
    List<String> checked =
        environments.stream()
            .filter(environment -> environment.skipped().isEmpty())
            .map(EnvironmentLint::environment)
            .toList();
    return checked.isEmpty()
        ? "nothing was checked"
        : String.join(", ", counts) + " in " + String.join(", ", checked);
  }

  @Override
  public String markdown() {
    Map<LintEntry, List<String>> merged = merged();
    StringBuilder out = new StringBuilder("## Lint\n\n").append(summary(merged)).append("\n");
    if (!merged.isEmpty()) {
      out.append("\n| | rule | place | finding | next |\n|---|---|---|---|---|\n");
    }
    merged.forEach(
        (entry, in) ->
            out.append(
                "| %s | %s | %s | %s%s | %s |\n"
                    .formatted(
                        entry.severity().text(),
                        entry.title(),
                        Markdown.cell(place(entry)),
                        entry.key() == null ? "" : "`" + Markdown.cell(entry.key()) + "`: ",
                        Markdown.cell(entry.message()),
                        Markdown.cell(entry.next()))));
    return out.toString();
  }

  @Override
  public void fill(ObjectNode document) {
    ArrayNode findings = document.putArray("findings");
    merged()
        .forEach(
            (entry, in) -> {
              ObjectNode node = findings.addObject();
              fill(node, entry);
              in.forEach(node.putArray("environments")::add);
            });
    ArrayNode skipped = document.putArray("skipped");
    for (EnvironmentLint environment : environments) {
      for (Problem problem : environment.skipped().stream().toList()) {
        skipped
            .addObject()
            .put("environment", environment.environment())
            .put("reason", problem.message());
      }
    }
    ArrayNode renamed = document.putArray("fixed");
    for (KeyFix.Renamed key : fixed) {
      renamed
          .addObject()
          .put("file", key.file())
          .put("line", key.line())
          .put("from", key.from())
          .put("to", key.to());
    }
  }

  /** Adds a finding to an object. */
  static void fill(ObjectNode node, LintEntry entry) {
    node.put("severity", entry.severity().text())
        .put("rule", entry.ruleId())
        .put("code", entry.code().code())
        .put("file", entry.file())
        .put("line", entry.line())
        .put("column", entry.column())
        .put("key", entry.key())
        .put("message", entry.message())
        .put("next", entry.next());
  }

  /** Returns the findings as annotations of GitHub Actions, one on each line. */
  public String github() {
    StringBuilder out = new StringBuilder();
    merged()
        .forEach(
            (entry, in) ->
                out.append(
                    "::%s file=%s,line=%d,col=%d,title=%s::%s\n"
                        .formatted(
                            level(entry.severity()),
                            property(entry.file()),
                            Math.max(1, entry.line()),
                            Math.max(1, entry.column()),
                            property(entry.title()),
                            data(
                                (entry.key() == null ? "" : entry.key() + ": ")
                                    + entry.message()
                                    + "; next: "
                                    + entry.next()))));
    return out.toString();
  }

  private static String level(Severity severity) {
    return severity.text().equals("hint") ? "notice" : severity.text();
  }

  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
