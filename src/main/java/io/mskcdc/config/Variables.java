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
  /** No variables. */
  static final Variables NONE = new Variables(Map.of(), Map.of(), List.of(), true);

  /** A file that the local stack writes when it starts, with the option that starts it so. */
  private static final Pattern WRITTEN_BY_LOCAL_STACK =
      Pattern.compile(".*/\\.local-stack/endpoints(?:-(iam|msk))?\\.yaml");

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
    Matcher local = WRITTEN_BY_LOCAL_STACK.matcher(missing.toString().replace('\\', '/'));
    if (!local.matches()) {
      return "create it, or remove it from the list";
    }
    String option = local.group(1) == null ? "" : " --" + local.group(1);
    return "start the local stack, which writes it: ./scripts/local-stack.sh up" + option;
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
