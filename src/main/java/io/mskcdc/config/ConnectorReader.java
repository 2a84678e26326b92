package io.mskcdc.config;

import static io.mskcdc.problem.ErrorCode.CONFIG_VALUE_INVALID;
import static io.mskcdc.problem.ErrorCode.CONNECTOR_FILE_INVALID;
import static io.mskcdc.problem.ErrorCode.CONNECTOR_FILE_MISSING;
import static io.mskcdc.problem.ErrorCode.FILE_SYNTAX;
import static io.mskcdc.problem.ErrorCode.OVERLAY_MISSING;
import static io.mskcdc.problem.ErrorCode.VARIABLE_MALFORMED;
import static io.mskcdc.problem.ErrorCode.VARIABLE_UNKNOWN;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one connector of an environment: its file, its overlay, its variables. */
final class ConnectorReader {
  private static final Set<String> KEYS =
      Set.of("$schema", "name", "description", "owner", "accept", "config");

  private final BundlePaths paths;
  private final StrictReader reader;
  private final Environment environment;
  private final Map<Path, WorkerConfiguration> workers;
  private final MskSettings settings;
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> usedVariables = new HashSet<>();

  /**
   * @param workers the worker configurations that exist, by their files
   */
  ConnectorReader(
      BundlePaths paths,
      StrictReader reader,
      Environment environment,
      Map<Path, WorkerConfiguration> workers,
      MskSettings settings) {
    this.paths = paths;
    this.reader = reader;
    this.environment = environment;
    this.workers = workers;
    this.settings = settings;
  }

  /** Returns the names of the variables that the connectors read so far use. */
  Set<String> usedVariables() {
    return usedVariables;
  }

  /**
   * Reads a listed connector.
   *
   * @throws ProblemException with every problem of its files
   */
  RenderedConnector read(Environment.Entry entry) {
    problems.clear();
    RenderedConnector.requireName(entry.name(), paths.shown(entry.location()), "connectors");
    Path file = paths.connector(entry.name());
    if (!Files.isRegularFile(file)) {
      throw new ProblemException(
          new Problem(
              CONNECTOR_FILE_MISSING,
              paths.shown(entry.location()),
              "connectors." + entry.name(),
              "there is no file " + paths.shown(file),
              "create it, or remove the entry"));
    }
    Document base = base(file);
    Path overlayFile = paths.overlay(environment.name(), entry.name());
    // A link to nothing is an overlay that cannot be read, and not one that is absent.
    Document overlay =
        Files.exists(overlayFile, LinkOption.NOFOLLOW_LINKS)
            ? reader.json(overlayFile)
            : Document.empty(overlayFile);
    RenderedConnector rendered = render(entry, base.mergedWith(overlay));
    if (!problems.isEmpty()) {
      if (!Files.exists(overlayFile)) {
        otherOverlay(entry.name()).ifPresent(other -> reportMissingOverlay(overlayFile, other));
      }
      throw new ProblemException(problems);
    }
    return rendered;
  }

  /** A file of another form is one problem, and not one for each of its keys. */
  private Document base(Path file) {
    try {
      Document base = reader.json(file);
      Optional<ForeignForm> form = ForeignForm.of(base.root());
      if (form.isPresent()) {
        throw new ProblemException(ForeignConnector.problem(paths, file, form.get()));
      }
      return base;
    } catch (ProblemException e) {
      if (e.problems().get(0).code() != FILE_SYNTAX) {
        throw e;
      }
      throw ForeignForm.of(Utf8Text.read(paths, file))
          .map(form -> new ProblemException(ForeignConnector.problem(paths, file, form)))
          .orElse(e);
    }
  }

  /** Returns the overlay of another connector that sets a key with an unknown variable. */
  private Optional<Document> otherOverlay(String name) {
    return environment.connectors().stream()
        .filter(entry -> !entry.name().equals(name))
        .map(entry -> paths.overlay(environment.name(), entry.name()))
        .filter(Files::isRegularFile)
        .map(reader::json)
        .filter(other -> problems.stream().anyMatch(problem -> isSolvedBy(other, problem)))
        .findFirst();
  }

  private static boolean isSolvedBy(Document overlay, Problem problem) {
    return problem.code() == VARIABLE_UNKNOWN && overlay.root().path("config").has(problem.key());
  }

  /** A connector that was copied without its overlay is one problem, and not one for each key. */
  private void reportMissingOverlay(Path overlay, Document other) {
    List<String> keys =
        problems.stream()
            .filter(problem -> isSolvedBy(other, problem))
            .map(Problem::key)
            .distinct()
            .toList();
    problems.removeIf(problem -> isSolvedBy(other, problem));
    problems.add(
        0,
        Problem.of(
            OVERLAY_MISSING,
            paths.shown(overlay),
            "there is no such overlay, and without one the connector uses variables that this"
                + " environment does not define, in "
                + String.join(", ", keys),
            "write it; " + paths.shown(other.file()) + " sets these keys for another connector"));
  }

  private RenderedConnector render(Environment.Entry entry, Document document) {
    ObjectNode root = document.root();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (!KEYS.contains(field.getKey())) {
        invalid(
            document.keyAt(field.getKey()),
            field.getKey(),
            "this key is not known",
            "remove it, or move it under config");
      }
    }
    if (!entry.name().equals(root.path("name").asText())) {
      invalid(
          document.valueAt("name"),
          "name",
          "the name differs from the file's",
          "write \"name\": \"" + entry.name() + "\"");
    }
    Map<String, String> config = new LinkedHashMap<>();
    if (root.get("config") instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        put(config, document, field.getKey(), field.getValue());
      }
      checkRequired(config, entry.name(), document);
      if (environment.auth() == Authentication.IAM) {
        IamClients.complete(config);
      }
      environment.label().ifPresent(label -> config.put(RenderedConnector.LABEL_KEY, label));
    } else {
      invalid(
          document.valueAt("config"),
          "config",
          "it is not an object",
          "write \"config\": { … } with texts as values");
    }
    return new RenderedConnector(
        entry.name(),
        document,
        root.path("description").asText(null),
        root.path("owner").asText(null),
        accepts(document),
        config,
        entry
            .placement()
            .map(place -> settings.of(environment, place, workers.get(place.worker()))),
        entry.state().orElseThrow());
  }

  private void put(Map<String, String> config, Document document, String key, JsonNode value) {
    if (!value.isValueNode()) {
      problem(
          CONFIG_VALUE_INVALID,
          document.valueAt("config", key),
          key,
          "Connect takes no nested value",
          "write a text; lists are written with commas");
      return;
    }
    if (value.isNull()) {
      problem(
          CONFIG_VALUE_INVALID,
          document.valueAt("config", key),
          key,
          "null is not a value",
          "remove the key; null only removes a key, in an overlay");
      return;
    }
    String text =
        value instanceof DecimalNode decimal
            ? decimal.decimalValue().toPlainString()
            : value.asText();
    config.put(key, rendered(document, key, text));
  }

  private String rendered(Document document, String key, String text) {
    Template template = new Template(text);
    if (template.isMalformed()) {
      problem(
          VARIABLE_MALFORMED,
          document.valueAt("config", key),
          key,
          "'{{' does not begin a variable",
          "write {{ name }}, with letters, digits and '_' in the name");
      return text;
    }
    usedVariables.addAll(template.variables());
    boolean known = true;
    for (String name : template.variables()) {
      if (!environment.variables().containsKey(name)) {
        known = false;
        problem(
            VARIABLE_UNKNOWN,
            document.valueAt("config", key),
            key,
            "the variable " + name + " is not defined",
            Variables.howToDefine(name, environment, paths));
      }
    }
    return known ? template.render(environment.variables()) : text;
  }

  private void checkRequired(Map<String, String> config, String name, Document document) {
    if (config.getOrDefault("connector.class", "").isBlank()) {
      invalid(
          document.valueAt("config", "connector.class"),
          "connector.class",
          "it is missing",
          "write the connector's class");
    }
    if (config.containsKey(RenderedConnector.LABEL_KEY)) {
      invalid(
          document.keyAt("config", RenderedConnector.LABEL_KEY),
          RenderedConnector.LABEL_KEY,
          "it is written by this tool",
          "remove it; the bundle's name is in environment.yaml, under bundle");
    }
    String inner = config.remove("name");
    if (inner != null && !inner.equals(name)) {
      invalid(
          document.valueAt("config", "name"),
          "config.name",
          "it differs from the connector's name",
          "remove it");
    }
  }

  private List<Accept> accepts(Document document) {
    List<Accept> accepts = new ArrayList<>();
    for (JsonNode item : document.root().path("accept")) {
      String rule = item.path("rule").asText();
      String reason = item.path("reason").asText();
      if (rule.isBlank() || reason.isBlank()) {
        invalid(
            document.valueAt("accept", String.valueOf(accepts.size())),
            "accept",
            "an entry has no rule or no reason",
            "write {\"rule\": …, \"key\": …, \"reason\": …}; the key is optional");
      }
      accepts.add(new Accept(rule, item.path("key").asText(null), reason));
    }
    return accepts;
  }

  private void invalid(Location at, String key, String message, String next) {
    problem(CONNECTOR_FILE_INVALID, at, key, message, next);
  }

  private void problem(ErrorCode code, Location at, String key, String message, String next) {
    problems.add(new Problem(code, paths.shown(at), key, message, next));
  }
}
