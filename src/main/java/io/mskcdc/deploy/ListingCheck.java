package io.mskcdc.deploy;

import io.mskcdc.config.BundlePaths;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds the problems that a change of the bundle's files adds to those from before. */
final class ListingCheck implements Supplier<List<Problem>> {
  private final Runnable read;
  private final List<Problem> before;

  /**
   * @param read reads the bundle, as the next command does
   */
  ListingCheck(Runnable read) {
    this.read = read;
    before = problems();
  }

  /**
   * Reads the files of one connector.
   *
   * @param env the environment that will list it; without one there is nothing to find
   */
  static ListingCheck ofFiles(BundlePaths paths, Optional<String> env, String connector) {
    return new ListingCheck(
        () ->
            env.ifPresent(
                name ->
                    new BundleLoader(paths, warning -> {})
                        .loadFilesOnly(name, List.of(connector))));
  }

  @Override
  public List<Problem> get() {
    return problems().stream().filter(problem -> !before.contains(problem)).toList();
  }

  private List<Problem> problems() {
    try {
      read.run();
      return List.of();
    } catch (ProblemException e) {
      return e.problems();
    }
  }
}
