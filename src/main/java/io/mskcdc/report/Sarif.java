package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.lint.EnvironmentLint;
import io.mskcdc.lint.LintEntry;
import io.mskcdc.lint.Rule;
import io.mskcdc.lint.Severity;
import io.mskcdc.text.PrettyJson;
import io.mskcdc.text.Sha256;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes what lint found as SARIF 2.1.0, for code scanning. Each environment is a run with a
 * category of its own.
 */
public final class Sarif {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  /** The version of what a fingerprint is computed from. */
  private static final String FINGERPRINT = "mskcdc/v1";

  private final List<Rule> rules;

  /**
   * @param rules all rules
   */
  public Sarif(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** Returns the document, ending with a line feed. The same findings give the same bytes. */
  public String of(LintReport report) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("$schema", SCHEMA).put("version", "2.1.0");
    ArrayNode runs = document.putArray("runs");
    report.environments().stream()
        .filter(environment -> environment.skipped().isEmpty())
        .forEach(environment -> fill(runs.addObject(), environment));
    return PrettyJson.of(document);
  }

  private void fill(ObjectNode run, EnvironmentLint environment) {
    ObjectNode driver = run.putObject("tool").putObject("driver").put("name", "mskcdc");
    ArrayNode declared = driver.putArray("rules");
    List<String> ids = new ArrayList<>();
    for (Rule rule : rules) {
      ids.add(rule.code().rule().orElseThrow());
      ObjectNode node = declared.addObject();
      node.put("id", rule.code().rule().orElseThrow()).put("name", rule.code().code());
      node.putObject("shortDescription").put("text", rule.code().code() + ": " + rule.looksAt());
      node.putObject("fullDescription").put("text", rule.why());
      node.putObject("help").put("text", rule.mend()).put("markdown", rule.mend());
      node.putObject("defaultConfiguration").put("level", level(rule.severity()));
    }
    run.putObject("automationDetails").put("id", "mskcdc/" + environment.environment() + "/");
    run.put("columnKind", "utf16CodeUnits");
    run.putObject("originalUriBaseIds")
        .putObject("%SRCROOT%")
        .putObject("description")
        .put("text", "The root of the repository");
    ArrayNode results = run.putArray("results");
    Map<String, Integer> seen = new HashMap<>();
    for (LintEntry entry : environment.entries()) {
      ObjectNode result = results.addObject().put("ruleId", entry.ruleId());
      int index = ids.indexOf(entry.ruleId());
      if (index >= 0) {
        result.put("ruleIndex", index);
      }
      result.put("level", level(entry.severity()));
      result.putObject("message").put("text", message(entry));
      ObjectNode place = result.putArray("locations").addObject().putObject("physicalLocation");
      place
          .putObject("artifactLocation")
          .put("uri", uri(entry.file()))
          .put("uriBaseId", "%SRCROOT%");
      if (entry.line() > 0) {
        place.putObject("region").put("startLine", entry.line()).put("startColumn", entry.column());
      }
      result.putObject("partialFingerprints").put(FINGERPRINT, fingerprint(entry, seen));
    }
  }

  private static String message(LintEntry entry) {
    return (entry.key() == null ? "" : entry.key() + ": ")
        + entry.message()
        + ". Next: "
        + entry.next()
        + ".";
  }

  private static String uri(String file) {
    return file.replace("%", "%25").replace(" ", "%20").replace('\\', '/');
  }

  private static String level(Severity severity) {
    return severity.text().equals("hint") ? "note" : severity.text();
  }

  /** Lines move and texts change; the rule, the file and the key stay. */
  private static String fingerprint(LintEntry entry, Map<String, Integer> seen) {
    String content = String.join("\n", entry.ruleId(), entry.file(), String.valueOf(entry.key()));
    int repetition = seen.merge(content, 1, Integer::sum);
    return Sha256.of(content + "\n" + repetition);
  }
}
