package io.mskcdc.config;

import static io.mskcdc.problem.ErrorCode.CONNECTOR_LISTED_TWICE;
import static io.mskcdc.problem.ErrorCode.ENVIRONMENT_INVALID;
import static io.mskcdc.problem.ErrorCode.ENVIRONMENT_NOT_FOUND;
import static io.mskcdc.problem.ErrorCode.VARIABLE_FILE_MISSING;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads environment.yaml and its variable files; what it does not know, it rejects. */
final class EnvironmentReader {
  static final String CONNECT = "connect";
  static final String MSK_CONNECT = "msk-connect";

  private static final String AUTH = "auth";
  private static final String CLUSTER = "cluster";
  private static final Set<String> KEYS =
      orderedSet(
          "target", "bundle", CONNECT, AUTH, CLUSTER, "variables", "variableFiles", "connectors");
  private static final Set<String> MSK_CONNECT_KEYS =
      orderedSet(
          "target",
          "bundle",
          AUTH,
          CLUSTER,
          "mskConnect",
          PlacementReader.DEFAULTS,
          "variables",
          "variableFiles",
          "connectors");
  private static final Pattern BUNDLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final Set<String> ENTRY_KEYS = orderedSet("name", "state");

  private final BundlePaths paths;
  private final StrictReader reader;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Document> variableFiles = new ArrayList<>();
  private final String env;
  private final Path file;

  EnvironmentReader(BundlePaths paths, StrictReader reader, String env) {
    this.paths = paths;
    this.reader = reader;
    this.env = env;
    this.file = paths.environmentFile(env);
  }

  /** An environment, and which of its variables must be used by somebody. */
  record Result(Environment environment, Set<String> ownVariables, Set<String> usedVariables) {}

  Result read() {
    if (!Files.isRegularFile(file)) {
      throw new ProblemException(
          Problem.of(
              ENVIRONMENT_NOT_FOUND,
              paths.shown(file),
              "there is no environment '" + env + "'",
              "use one of: " + String.join(", ", existing())));
    }
    Document yaml = reader.yaml(file);
    ObjectNode document = yaml.root();
    String target = target(document);
    checkKeys(target, document, target.equals(CONNECT) ? KEYS : MSK_CONNECT_KEYS, "");
    Map<String, String> own = strings(document.path("variables"), file, "variables");
    Map<String, String> variables = variables(document.path("variableFiles"), own);
    EnvironmentTexts texts = new EnvironmentTexts(paths, file, variables);
    Authentication auth = authentication(document, texts);
    Optional<ClusterArn> cluster = cluster(document, texts);
    Target place =
        target.equals(CONNECT)
            ? new EndpointReader(texts).read(document.path(CONNECT))
            : new MskConnectReader(texts).read(document.path("mskConnect"), cluster);
    Optional<PlacementReader> placements = Optional.empty();
    if (target.equals(MSK_CONNECT)) {
      if (!document.has(CLUSTER)) {
        invalid(CLUSTER, "it is missing", "write the ARN of the MSK cluster");
      }
      PlacementReader reader = new PlacementReader(texts, file.getParent(), auth);
      reader.readDefaults(document.path(PlacementReader.DEFAULTS));
      placements = Optional.of(reader);
    }
    List<Environment.Entry> entries = entries(yaml, placements);
    problems.addAll(texts.problems());
    Optional<String> bundle = bundle(document);
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return new Result(
        new Environment(env, yaml, variableFiles, bundle, place, auth, cluster, variables, entries),
        own.keySet(),
        texts.usedVariables());
  }

  private List<String> existing() {
    if (!Files.isDirectory(paths.environments())) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(paths.environments())) {
      return folders
          .filter(folder -> Files.isRegularFile(folder.resolve("environment.yaml")))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Of a target that is not known nothing else can be said. */
  private String target(ObjectNode document) {
    String target = document.path("target").asText();
    if (!target.equals(CONNECT) && !target.equals(MSK_CONNECT)) {
      throw new ProblemException(
          new Problem(
              ENVIRONMENT_INVALID,
              paths.shown(file),
              "target",
              "the target is neither '" + CONNECT + "' nor '" + MSK_CONNECT + "'",
              "write target: " + CONNECT + " or target: " + MSK_CONNECT));
    }
    return target;
  }

  private static Authentication authentication(ObjectNode document, EnvironmentTexts texts) {
    Optional<String> text = texts.text(document, "", AUTH);
    Optional<Authentication> known = text.flatMap(Authentication::of);
    if (text.isPresent() && known.isEmpty()) {
      texts.invalid(
          AUTH, "'" + text.get() + "' is no way to log in to the cluster", "write iam or none");
    }
    return known.orElse(Authentication.NONE);
  }

  private static Optional<ClusterArn> cluster(ObjectNode document, EnvironmentTexts texts) {
    Optional<String> text = texts.text(document, "", CLUSTER);
    Optional<ClusterArn> arn = text.flatMap(ClusterArn::parse);
    if (text.isPresent() && arn.isEmpty()) {
      texts.invalid(
          CLUSTER,
          "'" + text.get() + "' is not the ARN of an MSK cluster",
          "write it like arn:aws:kafka:eu-west-1:111122223333:cluster/<name>/<uuid>");
    }
    return arn;
  }

  private Optional<String> bundle(ObjectNode document) {
    if (!document.has("bundle")) {
      return Optional.empty();
    }
    String name = document.path("bundle").asText();
    if (!BUNDLE.matcher(name).matches()) {
      invalid("bundle", "it is not a name", "use letters, digits, '.', '_' and '-'");
    }
    return Optional.of(name);
  }

  /**
   * @param placements reads what an entry says for MSK Connect; empty on Connect workers
   */
  private List<Environment.Entry> entries(Document yaml, Optional<PlacementReader> placements) {
    List<Environment.Entry> entries = new ArrayList<>();
    JsonNode list = yaml.root().path("connectors");
    if (!list.isArray()) {
      invalid("connectors", "it is not a list", "write a list of entries like - name: mysql-cdc");
      return entries;
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      JsonNode item = list.get(i);
      String name = item.path("name").asText();
      if (!(item instanceof ObjectNode object) || name.isEmpty()) {
        invalid("connectors", "an entry has no name", "write each entry as - name: mysql-cdc");
        continue;
      }
      String parent = "connectors." + name + ".";
      if (placements.isEmpty()) {
        checkKeys(CONNECT, object, ENTRY_KEYS, parent);
      }
      if (!names.add(name)) {
        problems.add(
            new Problem(
                CONNECTOR_LISTED_TWICE,
                paths.shown(file),
                "connectors",
                "'" + name + "' is listed twice",
                "remove one of the two entries"));
      }
      WantedState state = state(object, parent);
      if (placements.isPresent() && state == WantedState.STOPPED) {
        invalid(
            parent + "state",
            "MSK Connect cannot stop a connector",
            "write running or paused, or remove the entry and delete the connector");
      }
      entries.add(
          new Environment.Entry(
              name,
              yaml.valueAt("connectors", String.valueOf(i)),
              state,
              placements.map(reader -> reader.read(object, parent, ENTRY_KEYS))));
    }
    return entries;
  }

  private WantedState state(ObjectNode entry, String parent) {
    String text = entry.path("state").asText("running");
    for (WantedState state : WantedState.values()) {
      if (state.text().equals(text)) {
        return state;
      }
    }
    invalid(parent + "state", "'" + text + "' is not a state", "write running, paused or stopped");
    return WantedState.RUNNING;
  }

  private Map<String, String> variables(JsonNode files, Map<String, String> own) {
    Map<String, String> all = new LinkedHashMap<>();
    if (!files.isMissingNode() && !files.isArray()) {
      invalid("variableFiles", "it is not a list", "write a list of paths");
    }
    for (JsonNode item : files) {
      Path variableFile = file.getParent().resolve(item.asText()).normalize();
      if (Files.isRegularFile(variableFile)) {
        Document read = reader.yaml(variableFile);
        variableFiles.add(read);
        all.putAll(strings(read.root(), variableFile, null));
      } else {
        problems.add(
            new Problem(
                VARIABLE_FILE_MISSING,
                paths.shown(file),
                "variableFiles",
                "there is no file " + paths.shown(variableFile),
                env.equals("local")
                    ? "start the local stack, which writes it: ./scripts/local-stack.sh up"
                    : "create it, or remove it from the list"));
      }
    }
    all.putAll(own);
    return all;
  }

  private Map<String, String> strings(JsonNode node, Path from, String prefix) {
    Map<String, String> values = new LinkedHashMap<>();
    if (node.isMissingNode() || node.isNull()) {
      return values;
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      JsonNode value = entry.getValue();
      String key = prefix == null ? entry.getKey() : prefix + "." + entry.getKey();
      if (!value.isValueNode() || value.isNull()) {
        problems.add(
            new Problem(
                ENVIRONMENT_INVALID,
                paths.shown(from),
                key,
                "a variable's value is a text",
                "write a text in quotes"));
      } else if (value.asText().contains("{{")) {
        problems.add(
            new Problem(
                ENVIRONMENT_INVALID,
                paths.shown(from),
                key,
                "a variable's value cannot hold another variable",
                "write the value out"));
      } else {
        values.put(entry.getKey(), value.asText());
      }
    }
    return values;
  }

  private void checkKeys(String target, ObjectNode object, Set<String> known, String parent) {
    unknownKeys(object, known)
        .forEach(
            key ->
                invalid(
                    parent + key,
                    unknownKey(target),
                    "remove it; known here: " + String.join(", ", known)));
  }

  static String unknownKey(String target) {
    return "this key is not known for target " + target;
  }

  /** Returns the keys of an object that are not among the known ones. */
  static List<String> unknownKeys(ObjectNode object, Set<String> known) {
    return object.properties().stream()
        .map(Map.Entry::getKey)
        .filter(key -> !known.contains(key))
        .toList();
  }

  private void invalid(String key, String message, String next) {
    problems.add(new Problem(ENVIRONMENT_INVALID, paths.shown(file), key, message, next));
  }

  static Set<String> orderedSet(String... keys) {
    return Stream.of(keys).collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
