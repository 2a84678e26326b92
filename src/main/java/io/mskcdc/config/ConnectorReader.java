package io.mskcdc.config;

import static io.mskcdc.problem.ErrorCode.CONFIG_VALUE_INVALID;
import static io.mskcdc.problem.ErrorCode.CONNECTOR_FILE_INVALID;
import static io.mskcdc.problem.ErrorCode.CONNECTOR_FILE_MISSING;
import static io.mskcdc.problem.ErrorCode.CONNECTOR_NAME_INVALID;
import static io.mskcdc.problem.ErrorCode.SECRET_FROM_VARIABLE;
import static io.mskcdc.problem.ErrorCode.VARIABLE_MALFORMED;
import static io.mskcdc.problem.ErrorCode.VARIABLE_UNKNOWN;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.catalog.SecretKeys;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one connector of an environment: its file, its overlay, its variables. */
final class ConnectorReader {
  private static final Set<String> KEYS =
      Set.of("$schema", "name", "description", "owner", "accept", "config");

  /** What Connect, a REST path and a file name all take. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private final BundlePaths paths;
  private final StrictReader reader;
  private final Environment environment;
  private final Map<Path, WorkerConfiguration> workers;
  private final MskSettings settings;
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> usedVariables = new HashSet<>();

  /**
   * @param workers the worker configurations by their files, as far as there are any
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
    Path file = paths.connector(entry.name());
    if (!NAME.matcher(entry.name()).matches()) {
      throw new ProblemException(
          new Problem(
              CONNECTOR_NAME_INVALID,
              paths.shown(environment.file()),
              "connectors",
              "'" + entry.name() + "' is not a connector's name",
              "use letters, digits, '.', '_' and '-', at most 128, a letter or digit first"));
    }
    if (!Files.isRegularFile(file)) {
      throw new ProblemException(
          new Problem(
              CONNECTOR_FILE_MISSING,
              paths.shown(environment.file()),
              "connectors." + entry.name(),
              "there is no file " + paths.shown(file),
              "create it, or remove the entry"));
    }
    ObjectNode base = reader.json(file);
    Path overlayFile = paths.overlay(environment.name(), entry.name());
    ObjectNode overlay =
        Files.isRegularFile(overlayFile)
            ? reader.json(overlayFile)
            : JsonNodeFactory.instance.objectNode();
    ObjectNode merged = (ObjectNode) MergePatch.apply(base, overlay);
    Origin origin = key -> overlay.path("config").has(key) ? overlayFile : file;
    RenderedConnector rendered = render(entry, file, merged, origin);
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return rendered;
  }

  /** Tells which file a configuration key's value comes from. */
  private interface Origin {
    Path of(String key);
  }

  private RenderedConnector render(
      Environment.Entry entry, Path file, ObjectNode merged, Origin origin) {
    for (Map.Entry<String, JsonNode> field : merged.properties()) {
      if (!KEYS.contains(field.getKey())) {
        invalid(
            file, field.getKey(), "this key is not known", "remove it, or move it under config");
      }
    }
    if (!entry.name().equals(merged.path("name").asText())) {
      invalid(
          file,
          "name",
          "the name differs from the file's",
          "write \"name\": \"" + entry.name() + "\"");
    }
    Map<String, String> config = new LinkedHashMap<>();
    List<Accept> accepts = accepts(merged.path("accept"), file);
    if (merged.get("config") instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        put(config, field.getKey(), field.getValue(), origin.of(field.getKey()));
      }
      checkRequired(config, entry.name(), file);
      SilentMistakes.Result found =
          new SilentMistakes(paths, worker(entry), entry.placement(), environment.file())
              .find(config, accepts, origin::of);
      problems.addAll(found.problems());
      accepts = found.unneeded();
      if (environment.auth() == Authentication.IAM) {
        IamClients.complete(config);
      }
      environment.label().ifPresent(label -> config.put(RenderedConnector.LABEL_KEY, label));
    } else {
      invalid(
          file, "config", "it is not an object", "write \"config\": { … } with texts as values");
    }
    return new RenderedConnector(
        entry.name(),
        file,
        text(merged, "description"),
        text(merged, "owner"),
        accepts,
        config,
        entry
            .placement()
            .map(placement -> settings.of(environment, placement, worker(entry).orElseThrow())),
        entry.state());
  }

  private Optional<WorkerConfiguration> worker(Environment.Entry entry) {
    return Optional.ofNullable(
        workers.get(
            entry
                .placement()
                .map(Placement::worker)
                .orElseGet(() -> paths.workerFile(environment.name()))));
  }

  private void put(Map<String, String> config, String key, JsonNode value, Path file) {
    if (!value.isValueNode()) {
      problem(
          CONFIG_VALUE_INVALID,
          file,
          key,
          "Connect takes no nested value",
          "write a text; lists are written with commas");
      return;
    }
    if (value.isNull()) {
      problem(
          CONFIG_VALUE_INVALID,
          file,
          key,
          "null is no value",
          "leave the key out; null only removes a key, in an overlay");
      return;
    }
    String text =
        value instanceof DecimalNode decimal
            ? decimal.decimalValue().toPlainString()
            : value.asText();
    config.put(key, rendered(key, text, file));
  }

  private String rendered(String key, String text, Path file) {
    Template template = new Template(text);
    if (template.isMalformed()) {
      problem(
          VARIABLE_MALFORMED,
          file,
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
            file,
            key,
            "the variable " + name + " is not defined",
            "define it under variables in " + paths.shown(environment.file()));
      }
    }
    if (SecretKeys.mayBeSecret(key, text) && template.hasVariableOutsideReference()) {
      problem(
          SECRET_FROM_VARIABLE,
          file,
          key,
          "a variable feeds a secret",
          "refer to a config provider instead, like ${file:{{ secrets_file }}:password}");
    }
    return known ? template.render(environment.variables()) : text;
  }

  private void checkRequired(Map<String, String> config, String name, Path file) {
    if (config.getOrDefault("connector.class", "").isBlank()) {
      invalid(file, "connector.class", "it is missing", "write the connector's class");
    }
    if (config.containsKey(RenderedConnector.LABEL_KEY)) {
      invalid(
          file,
          RenderedConnector.LABEL_KEY,
          "it is written by this tool",
          "remove it; the bundle's name is in environment.yaml, under bundle");
    }
    String inner = config.remove("name");
    if (inner != null && !inner.equals(name)) {
      invalid(file, "config.name", "it differs from the connector's name", "remove it");
    }
  }

  private List<Accept> accepts(JsonNode list, Path file) {
    List<Accept> accepts = new ArrayList<>();
    for (JsonNode item : list) {
      String rule = item.path("rule").asText();
      String reason = item.path("reason").asText();
      if (rule.isBlank() || reason.isBlank()) {
        invalid(
            file,
            "accept",
            "an entry lacks its rule or its reason",
            "write {\"rule\": …, \"key\": …, \"reason\": …}; only the key may be left out");
      }
      accepts.add(new Accept(rule, item.path("key").asText(null), reason));
    }
    return accepts;
  }

  private static String text(ObjectNode document, String key) {
    return document.path(key).asText(null);
  }

  private void invalid(Path file, String key, String message, String next) {
    problem(CONNECTOR_FILE_INVALID, file, key, message, next);
  }

  private void problem(ErrorCode code, Path file, String key, String message, String next) {
    problems.add(new Problem(code, paths.shown(file), key, message, next));
  }
}
