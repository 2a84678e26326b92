package io.mskcdc.deploy;

import static io.mskcdc.problem.ErrorCode.DMS_NOT_LISTED;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.DmsFile;
import io.mskcdc.dms.DmsTask;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.util.Collection;
import java.util.List;

/** Chooses the DMS tasks that a command works on. */
public final class DmsSelection {
  private DmsSelection() {}

  /**
   * Returns DMS tasks of an environment.
   *
   * @param names the tasks; empty for all
   * @throws ProblemException if the environment does not list one of them, or lists none
   */
  public static List<DmsTask> of(Bundle bundle, Collection<String> names) {
    List<String> listed = bundle.environment().dmsTasks();
    List<Problem> unknown =
        names.stream()
            .filter(name -> !listed.contains(name))
            .map(name -> notListed(bundle, "the environment does not list the task " + name))
            .toList();
    if (!unknown.isEmpty()) {
      throw new ProblemException(unknown);
    }
    if (listed.isEmpty()) {
      throw new ProblemException(notListed(bundle, "the environment lists no DMS task"));
    }
    return bundle.dmsTasks().stream()
        .filter(task -> names.isEmpty() || names.contains(task.name()))
        .map((DmsFile task) -> DmsTask.of(task))
        .toList();
  }

  private static Problem notListed(Bundle bundle, String message) {
    return new Problem(
        DMS_NOT_LISTED,
        bundle.paths().shown(bundle.environment().file()),
        "dms",
        message,
        "list it under dms as - name: NAME, or correct the name or --env");
  }
}
