package io.mskcdc.dms;

import static io.mskcdc.problem.ErrorCode.DMS_NOT_RENDERABLE;

import com.fasterxml.jackson.core.JsonPointer;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.util.List;

/**
 * Refuses the values of a task for which a template format has no place.
 *
 * @param format the format's name in messages
 */
record TemplateGaps(BundlePaths paths, String format) {

  /**
   * Checks a task.
   *
   * @param gaps the values without a place, as the names above each with dots between
   * @throws ProblemException with each of them that the task has
   */
  void refuse(DmsTask task, List<String> gaps) {
    List<Problem> problems =
        gaps.stream()
            .filter(key -> isSet(task, key))
            .map(
                key ->
                    problem(
                        task,
                        key,
                        format + " has no place for it",
                        "remove it, or render another format"))
            .toList();
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  /**
   * Checks that a task has a value.
   *
   * @throws ProblemException if it does not
   */
  void require(DmsTask task, String key) {
    if (!isSet(task, key)) {
      throw new ProblemException(problem(task, key, format + " needs it", "write it"));
    }
  }

  /**
   * Checks that a value is an ARN, if the task has it.
   *
   * @throws ProblemException if it is a name
   */
  void requireArn(DmsTask task, String key) {
    if (isSet(task, key) && !task.file().content().at(pointer(key)).asText().startsWith("arn:")) {
      throw new ProblemException(
          problem(task, key, format + " takes no name here", "write the ARN"));
    }
  }

  private static boolean isSet(DmsTask task, String key) {
    return !task.file().content().at(pointer(key)).isMissingNode();
  }

  private Problem problem(DmsTask task, String key, String message, String next) {
    return new Problem(
        DMS_NOT_RENDERABLE, paths.shown(task.file().valueAt(pointer(key))), key, message, next);
  }

  private static JsonPointer pointer(String key) {
    return JsonPointer.compile("/" + key.replace('.', '/'));
  }
}
