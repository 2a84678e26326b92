package io.mskcdc.config;

import static io.mskcdc.problem.ErrorCode.ENVIRONMENT_INVALID;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.config.EnvironmentSchema.Violation;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Collects the problems of environment.yaml and of its variable files, or of a DMS task's file. */
final class EnvironmentProblems {
  private final BundlePaths paths;
  private final Document environment;
  private final ErrorCode invalid;
  private final List<Found> problems = new ArrayList<>();

  EnvironmentProblems(BundlePaths paths, Document environment) {
    this(paths, environment, ENVIRONMENT_INVALID);
  }

  /**
   * @param document the file that pointers are about
   * @param invalid the code of a value that is not valid
   */
  EnvironmentProblems(BundlePaths paths, Document document, ErrorCode invalid) {
    this.paths = paths;
    this.environment = document;
    this.invalid = invalid;
  }

  /** Adds a violation of the schema in environment.yaml or in a variable file. */
  void add(Document document, Violation violation) {
    JsonPointer pointer = violation.pointer();
    add(
        invalid,
        document,
        violation.isAboutKey() ? document.keyAt(pointer) : document.valueAt(pointer),
        pointer,
        violation.message(),
        violation.next());
  }

  /** Adds a problem with a value in environment.yaml. */
  void add(String pointer, String message, String next) {
    add(invalid, JsonPointer.compile(pointer), message, next);
  }

  /** Adds a problem with a value in environment.yaml. */
  void add(ErrorCode code, JsonPointer pointer, String message, String next) {
    add(code, environment, environment.valueAt(pointer), pointer, message, next);
  }

  private void add(
      ErrorCode code,
      Document document,
      Location at,
      JsonPointer pointer,
      String message,
      String next) {
    boolean isAddress =
        document == environment
            && (pointer.matches() || Environment.isAddress(pointer.getMatchingProperty()));
    problems.add(
        new Found(
            isAddress,
            new Problem(code, paths.shown(at), key(pointer, document.root()), message, next)));
  }

  /**
   * Returns the path of a value, with dots. It contains a connector's name instead of its index.
   */
  static String key(JsonPointer pointer, JsonNode root) {
    List<String> names = new ArrayList<>();
    JsonNode node = root;
    for (JsonPointer rest = pointer; !rest.matches(); rest = rest.tail()) {
      boolean element = node.isArray();
      node = element ? node.path(rest.getMatchingIndex()) : node.path(rest.getMatchingProperty());
      String name = element ? node.path("name").asText() : rest.getMatchingProperty();
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
    return String.join(".", names);
  }

  /** Returns the problems found so far. */
  List<Problem> all() {
    return problems.stream().map(Found::problem).toList();
  }

  /**
   * Throws the problems, if there are any.
   *
   * @throws ProblemException with all of them
   */
  void throwIfAny() {
    if (!problems.isEmpty()) {
      throw new ProblemException(all());
    }
  }

  /**
   * Throws the problems of the environment's address, if there are any.
   *
   * @param others receives each other problem otherwise
   */
  void throwIfAnyOfAddress(Consumer<Problem> others) {
    List<Problem> ofAddress =
        problems.stream().filter(Found::isAddress).map(Found::problem).toList();
    if (!ofAddress.isEmpty()) {
      throw new ProblemException(ofAddress);
    }
    problems.stream().map(Found::problem).forEach(others);
  }

  /**
   * A problem.
   *
   * @param isAddress whether it is about where the environment is
   */
  private record Found(boolean isAddress, Problem problem) {}
}
