package io.mskcdc.config;

import static io.mskcdc.problem.ErrorCode.CONNECTOR_LISTED_TWICE;
import static io.mskcdc.problem.ErrorCode.ENVIRONMENT_NOT_FOUND;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.config.EnvironmentFile.Connect;
import io.mskcdc.config.EnvironmentFile.MskConnect;
import io.mskcdc.config.EnvironmentFile.Settings;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.text.Spelling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Reads environment.yaml: replaces its variables, checks it against the schema, and converts it to
 * records.
 */
final class EnvironmentReader {
  private static final String MSK_CONNECT = "msk-connect";
  private static final String STATE = "state";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final BundlePaths paths;
  private final StrictReader reader;
  private final String env;
  private final Path file;

  EnvironmentReader(BundlePaths paths, StrictReader reader, String env) {
    this.paths = paths;
    this.reader = reader;
    this.env = env;
    this.file = paths.environmentFile(env);
  }

  /** An environment, the variables that it defines itself, and those that it uses itself. */
  record Result(Environment environment, Set<String> ownVariables, Set<String> usedVariables) {}

  Result read() {
    Checked checked = check();
    checked.problems().throwIfAny();
    Environment environment = convert(checked, false);
    checked.problems().throwIfAny();
    return new Result(
        environment, checked.variables().own().keySet(), checked.substitution().used());
  }

  /**
   * Reads where the environment is, and the names and states of its connectors.
   *
   * @param others receives the problems of the rest of the file
   * @throws ProblemException with the problems of the address
   */
  Environment readAddress(Consumer<Problem> others) {
    Checked checked = check();
    if (isAddressUnknown(checked.content())) {
      checked.problems().throwIfAny();
    }
    checked.problems().throwIfAnyOfAddress(problem -> {});
    Environment environment = convert(checked, true);
    checked.problems().throwIfAnyOfAddress(others);
    return environment;
  }

  /** The values of variables may be in a file that is missing. */
  private static boolean isAddressUnknown(JsonNode content) {
    return content.properties().stream()
        .filter(entry -> Environment.isAddress(entry.getKey()))
        .anyMatch(entry -> entry.getValue().toString().contains("{{"));
  }

  /** environment.yaml after its variables are replaced, and the problems found so far. */
  private record Checked(
      Document document,
      JsonNode content,
      Variables variables,
      VariableSubstitution substitution,
      Policies policies,
      EnvironmentProblems problems) {}

  /** Reads the file without a check of its content. */
  Document readDocument() {
    if (!Files.isRegularFile(file)) {
      List<String> names = paths.requireEnvironments();
      throw new ProblemException(
          Problem.of(
              ENVIRONMENT_NOT_FOUND,
              paths.shown(file),
              "there is no environment '" + env + "'",
              "use one of: " + String.join(", ", names)));
    }
    return reader.yaml(file);
  }

  /**
   * Checks a content that is not written yet.
   *
   * @throws ProblemException with its problems
   */
  void requireValid(Document content) {
    check(content).problems().throwIfAny();
  }

  private Checked check() {
    return check(readDocument());
  }

  private Checked check(Document document) {
    EnvironmentProblems problems = new EnvironmentProblems(paths, document);
    Variables variables = Variables.read(document, reader, paths, problems);
    VariableSubstitution substitution = new VariableSubstitution(variables, problems);
    JsonNode content = substitution.apply(document.root());
    EnvironmentSchema schema = new EnvironmentSchema();
    for (Document variableFile : variables.files()) {
      schema
          .checkVariables(variableFile.root())
          .forEach(violation -> problems.add(variableFile, violation));
    }
    List<EnvironmentSchema.Violation> violations = schema.check(content);
    violations.forEach(violation -> problems.add(document, violation));
    Policies policies =
        violations.stream().noneMatch(violation -> mayBeAboutPolicies(violation.pointer()))
            ? policies(document, content.path("policies"), schema, problems)
            : Policies.INVALID;
    return new Checked(document, content, variables, substitution, policies, problems);
  }

  /** With an unknown target, nothing else is checked. */
  private static boolean mayBeAboutPolicies(JsonPointer pointer) {
    String first = pointer.matches() ? "" : pointer.getMatchingProperty();
    return List.of("target", "policies", "policyFiles").contains(first);
  }

  /**
   * Reads the policies of environment.yaml, which the schema has checked, and of the files that it
   * names.
   */
  private Policies policies(
      Document document, JsonNode own, EnvironmentSchema schema, EnvironmentProblems problems) {
    List<Policies.Source> sources = new ArrayList<>();
    boolean areValid = true;
    JsonNode listed = document.root().path("policyFiles");
    for (int i = 0; i < listed.size(); i++) {
      Path shared = file.resolveSibling(listed.path(i).asText()).normalize();
      if (!Files.isRegularFile(shared)) {
        problems.add(
            "/policyFiles/" + i,
            "there is no file " + paths.shown(shared),
            "create it, or remove it from the list");
        areValid = false;
        continue;
      }
      Document policies = reader.yaml(shared);
      List<EnvironmentSchema.Violation> violations = schema.checkPolicies(policies.root());
      violations.forEach(violation -> problems.add(policies, violation));
      areValid &= violations.isEmpty();
      sources.add(new Policies.Source(policies, List.of(), policies.root()));
    }
    sources.add(new Policies.Source(document, List.of("policies"), own));
    for (Policies.Source source : sources) {
      List<EnvironmentSchema.Violation> violations = source.badPatterns();
      violations.forEach(violation -> problems.add(source.document(), violation));
      areValid &= violations.isEmpty();
    }
    return areValid ? Policies.of(sources) : Policies.INVALID;
  }

  private Environment convert(Checked checked, boolean onlyAddress) {
    Document document = checked.document();
    JsonNode content = checked.content();
    EnvironmentProblems problems = checked.problems();
    boolean onMskConnect = content.path("target").asText().equals(MSK_CONNECT);
    Authentication auth =
        text(content, "auth").flatMap(Authentication::of).orElse(Authentication.NONE);
    Optional<ClusterArn> cluster = text(content, "cluster").flatMap(ClusterArn::parse);
    TargetConversion targets = new TargetConversion(file.getParent(), problems);
    Target target =
        onMskConnect
            ? targets.mskConnect(
                record(content.get("mskConnect"), MskConnect.class), cluster.orElseThrow())
            : targets.connect(record(content.get("connect"), Connect.class));
    PlacementConversion placements = new PlacementConversion(file.getParent(), auth, problems);
    List<Environment.Entry> entries = new ArrayList<>();
    for (JsonNode entry : content.path("connectors")) {
      JsonPointer pointer = JsonPointer.compile("/connectors/" + entries.size());
      Optional<Placement> placement =
          onMskConnect && !onlyAddress
              ? Optional.of(placements.convert(settings(content, entry), pointer.toString()))
              : Optional.empty();
      entries.add(
          new Environment.Entry(
              entry.path("name").asText(), document.valueAt(pointer), state(entry), placement));
    }
    checkEntries(entries, problems);
    List<String> dmsTasks = dmsTasks(content, problems);
    // The schema has reported it, and no command can name it.
    entries.removeIf(entry -> entry.name().isEmpty());
    return new Environment(
        env,
        document,
        checked.variables().files(),
        text(content, "bundle"),
        target,
        auth,
        cluster,
        checked.variables().all(),
        checked.policies(),
        entries,
        dmsTasks);
  }

  /** Returns the names of the listed DMS tasks; the schema has reported an entry without one. */
  private static List<String> dmsTasks(JsonNode content, EnvironmentProblems problems) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < content.path("dms").size(); i++) {
      String name = content.path("dms").path(i).path("name").asText();
      if (names.contains(name)) {
        problems.add(
            "/dms/" + i, "'" + name + "' is listed twice", "remove one of the two entries");
      } else if (!name.isEmpty()) {
        names.add(name);
      }
    }
    return names;
  }

  private static void checkEntries(List<Environment.Entry> entries, EnvironmentProblems problems) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < entries.size(); i++) {
      Environment.Entry entry = entries.get(i);
      String pointer = "/connectors/" + i;
      if (!names.add(entry.name())) {
        problems.add(
            CONNECTOR_LISTED_TWICE,
            JsonPointer.compile(pointer),
            "'" + entry.name() + "' is listed twice",
            "remove one of the two entries");
      }
      if (entry.placement().isPresent() && entry.state().equals(Optional.of(WantedState.STOPPED))) {
        problems.add(
            pointer + "/" + STATE,
            "MSK Connect cannot stop a connector",
            "write running or paused, or remove the entry and delete the connector");
      }
    }
  }

  private static Optional<String> text(JsonNode object, String key) {
    return Optional.ofNullable(object.path(key).asText(null));
  }

  /** The schema has reported a state that is misspelt, or under a misspelt key. */
  private static Optional<WantedState> state(JsonNode entry) {
    if (entry.has(STATE)) {
      String text = entry.path(STATE).asText();
      return Stream.of(WantedState.values()).filter(state -> state.text().equals(text)).findFirst();
    }
    return entry.properties().stream()
            .anyMatch(key -> Spelling.closest(key.getKey(), List.of(STATE)).isPresent())
        ? Optional.empty()
        : Optional.of(WantedState.RUNNING);
  }

  /** An entry replaces a default as a whole: a fixed capacity must not keep autoScaling. */
  private static Settings settings(JsonNode content, JsonNode entry) {
    ObjectNode merged = JsonNodeFactory.instance.objectNode();
    content.path("defaults").properties().forEach(e -> merged.set(e.getKey(), e.getValue()));
    entry.properties().forEach(e -> merged.set(e.getKey(), e.getValue()));
    merged.remove(List.of("name", STATE));
    return record(merged, Settings.class);
  }

  private static <T> T record(JsonNode node, Class<T> type) {
    try {
      return MAPPER.treeToValue(node, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("environment.schema.json permits what no record holds", e);
    }
  }
}
