package io.mskcdc.config;

import static io.mskcdc.problem.ErrorCode.VARIABLE_FILE_MISSING;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The deploy-time variables of an environment.
 *
 * @param own the variables in environment.yaml, by name
 * @param all those of the variable files and, over them, the environment's own
 * @param files the variable files that exist
 * @param areComplete whether every variable file exists
 */
record Variables(
    Map<String, String> own, Map<String, String> all, List<Document> files, boolean areComplete) {
  /** A file that the local stack writes when it starts, with the option that starts it so. */
  private static final Pattern WRITTEN_BY_LOCAL_STACK =
      Pattern.compile(".*/\\.local-stack/endpoints(?:-(iam|msk))?\\.yaml");

  /** The variables that the local stack writes only where it has a second database. */
  private static final String OF_SECOND_DATABASE = "mysql2_";

  /** Reads the variables that an environment defines or whose files it lists. */
  static Variables read(
      Document environment, StrictReader reader, BundlePaths paths, EnvironmentProblems problems) {
    Map<String, String> all = new LinkedHashMap<>();
    List<Document> files = new ArrayList<>();
    boolean complete = true;
    JsonNode listed = environment.root().path("variableFiles");
    for (int i = 0; i < listed.size(); i++) {
      Path file = environment.file().resolveSibling(listed.path(i).asText()).normalize();
      if (Files.isRegularFile(file)) {
        Document variables = reader.yaml(file);
        files.add(variables);
        all.putAll(texts(variables.root()));
      } else {
        complete = false;
        problems.add(
            VARIABLE_FILE_MISSING,
            JsonPointer.compile("/variableFiles/" + i),
            "there is no file " + paths.shown(file),
            next(file));
      }
    }
    Map<String, String> own = texts(environment.root().path("variables"));
    all.putAll(own);
    return new Variables(own, all, files, complete);
  }

  private static String next(Path missing) {
    return localStack(missing)
        .map(command -> "start the local stack, which writes it: " + command)
        .orElse("create it, or remove it from the list");
  }

  /** Returns how to define a variable that an environment lacks. */
  static String howToDefine(String name, Environment environment, BundlePaths paths) {
    return environment.variableFiles().stream()
        .filter(file -> name.startsWith(OF_SECOND_DATABASE))
        .flatMap(file -> localStack(file.file()).stream())
        .map(command -> "start the local stack with it: " + command + " --second-database")
        .findFirst()
        .orElse("define it under variables in " + paths.shown(environment.file()));
  }

  /** Returns the command that writes a variable file; empty for a file of another origin. */
  private static Optional<String> localStack(Path file) {
    Matcher local = WRITTEN_BY_LOCAL_STACK.matcher(file.toString().replace('\\', '/'));
    return local.matches()
        ? Optional.of(
            "./scripts/local-stack.sh up" + (local.group(1) == null ? "" : " --" + local.group(1)))
        : Optional.empty();
  }

  /** Returns the values that are texts; the schema reports the others. */
  private static Map<String, String> texts(JsonNode variables) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : variables.properties()) {
      if (entry.getValue().isValueNode() && !entry.getValue().isNull()) {
        texts.put(entry.getKey(), entry.getValue().asText());
      }
    }
    return texts;
  }
}
