package io.mskcdc.config;

import static io.mskcdc.problem.ErrorCode.DMS_FILE_INVALID;
import static io.mskcdc.problem.ErrorCode.DMS_FILE_MISSING;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads one DMS task of an environment: its file, its overlay, its variables. */
final class DmsReader {
  private final BundlePaths paths;
  private final StrictReader reader;
  private final Environment environment;
  private final Set<String> usedVariables = new HashSet<>();

  DmsReader(BundlePaths paths, StrictReader reader, Environment environment) {
    this.paths = paths;
    this.reader = reader;
    this.environment = environment;
  }

  /** Returns the names of the variables that the tasks read so far use. */
  Set<String> usedVariables() {
    return usedVariables;
  }

  /**
   * Reads a listed task.
   *
   * @param index the index of its entry in environment.yaml
   * @throws ProblemException with every problem of its files
   */
  DmsFile read(int index) {
    String name = environment.dmsTasks().get(index);
    Path file = paths.dmsTask(name);
    if (!Files.isRegularFile(file)) {
      Location entry = environment.document().valueAt("dms", String.valueOf(index));
      throw new ProblemException(
          new Problem(
              DMS_FILE_MISSING,
              paths.shown(entry),
              "dms." + name,
              "there is no file " + paths.shown(file),
              "create it, or remove the entry"));
    }
    Path overlay = paths.dmsOverlays(environment.name()).resolve(name + ".yaml");
    Document document = reader.yaml(file);
    return checked(
        name,
        Files.exists(overlay, LinkOption.NOFOLLOW_LINKS)
            ? document.mergedWith(reader.yaml(overlay))
            : document);
  }

  private DmsFile checked(String name, Document document) {
    EnvironmentProblems problems = new EnvironmentProblems(paths, document, DMS_FILE_INVALID);
    VariableSubstitution substitution = VariableSubstitution.inDmsTask(environment, problems);
    JsonNode content = substitution.apply(document.root());
    usedVariables.addAll(substitution.used());
    EnvironmentSchema.ofDmsTasks()
        .checkDmsTask(content)
        .forEach(violation -> problems.add(document, violation));
    problems.throwIfAny();
    List<Accept> accepts = new ArrayList<>();
    for (JsonNode item : content.path("accept")) {
      accepts.add(
          new Accept(
              item.path("rule").asText(),
              item.path("key").asText(null),
              item.path("reason").asText()));
    }
    return new DmsFile(name, document, content, accepts);
  }
}
