package io.mskcdc.deploy;

import static io.mskcdc.problem.ErrorCode.FILE_NOT_READABLE;
import static io.mskcdc.problem.ErrorCode.FILE_NOT_WRITABLE;
import static io.mskcdc.problem.ErrorCode.FILE_SYNTAX;
import static io.mskcdc.problem.ErrorCode.PLAN_STALE;

import io.mskcdc.plan.Action;
import io.mskcdc.plan.SavedPlan;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.report.SavedPlanJson;
import io.mskcdc.text.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The file that {@code plan --save} writes and {@code apply --plan} reads. */
public final class SavedPlanFile {
  private final Path file;

  public SavedPlanFile(Path file) {
    this.file = file;
  }

  /**
   * Saves a plan.
   *
   * @throws ProblemException when the file cannot be written
   */
  public void write(SavedPlan plan) {
    try {
      WholeFile.write(file, SavedPlanJson.write(plan));
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of(
              FILE_NOT_WRITABLE,
              file.toString(),
              "the plan cannot be written (" + WholeFile.reason(e) + ")",
              "use a file in an existing, writable folder with free space"),
          e);
    }
  }

  /**
   * Reads the plan.
   *
   * @throws ProblemException when the file cannot be read or holds no plan of this version
   */
  SavedPlan read() {
    try {
      return SavedPlanJson.read(Files.readString(file))
          .orElseThrow(
              () ->
                  new ProblemException(
                      Problem.of(
                          FILE_SYNTAX,
                          file.toString(),
                          "the file is not a plan that this version can read",
                          "create it with: mskcdc plan --save FILE")));
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of(
              FILE_NOT_READABLE,
              file.toString(),
              "the plan cannot be read",
              "create it with: mskcdc plan --save FILE"),
          e);
    }
  }

  /**
   * Checks that the plan was made for an environment.
   *
   * @throws ProblemException when it was made for another one, or cannot be read
   */
  public void requireEnvironment(String environment) {
    String planned = read().environment();
    if (!planned.equals(environment)) {
      throw new ProblemException(
          Problem.of(
              PLAN_STALE,
              file.toString(),
              "the plan was made for environment %s, and not for %s; nothing was changed"
                  .formatted(planned, environment),
              "add --env " + planned + ", or make a plan for " + environment));
    }
  }

  /**
   * Returns the connectors that the plan was made for, without those that it deletes.
   *
   * @throws ProblemException when the file cannot be read or holds no plan of this version
   */
  public List<String> names() {
    return names(read());
  }

  static List<String> names(SavedPlan plan) {
    return plan.connectors().stream()
        .filter(entry -> entry.action() != Action.DELETE)
        .map(SavedPlan.Entry::name)
        .toList();
  }

  /**
   * Refuses a saved plan that differs from a new plan.
   *
   * @param now the new plan
   */
  void requireFresh(SavedPlan saved, SavedPlan now) {
    boolean isSamePlace = saved.isForPlaceOf(now);
    if (isSamePlace && saved.connectors().equals(now.connectors())) {
      return;
    }
    String what =
        !isSamePlace
            ? "the environment leads to another place, or to workers of another Kafka cluster"
            : changed(saved, now);
    throw stale(saved, what);
  }

  private static String changed(SavedPlan saved, SavedPlan now) {
    return now.connectors().stream()
        .filter(entry -> !saved.connectors().contains(entry))
        .map(SavedPlan.Entry::name)
        .findFirst()
        .map(name -> name + " changed, in its files or where it runs")
        .orElse("a connector that it deletes no longer exists");
  }

  private ProblemException stale(SavedPlan saved, String what) {
    return new ProblemException(
        Problem.of(
            PLAN_STALE,
            file.toString(),
            "the plan is stale: " + what + "; nothing was changed",
            "make and review a new plan: mskcdc plan "
                + Stream.concat(
                        names(saved).stream(),
                        saved.connectors().stream()
                            .filter(entry -> entry.action() == Action.DELETE)
                            .map(entry -> "--prune")
                            .limit(1))
                    .map(word -> word + " ")
                    .collect(Collectors.joining())
                + "--save "
                + file));
  }
}
