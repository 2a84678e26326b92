package io.mskcdc.migrate;

import static io.mskcdc.problem.ErrorCode.BUNDLE_NOT_FOUND;
import static io.mskcdc.problem.ErrorCode.FILE_EXISTS;

import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.Environment;
import io.mskcdc.migrate.Migration.Migrated;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.RunState;
import io.mskcdc.text.PrettyJson;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Writes migrated connectors into a bundle, and lists those without an error. */
public final class MigratedFiles {
  private final BundlePaths paths;
  private final Optional<Environment> environment;

  /**
   * @param environment the environment that is to list the connectors; empty for none
   */
  public MigratedFiles(BundlePaths paths, Optional<Environment> environment) {
    this.paths = paths;
    this.environment = environment;
  }

  /**
   * What was written for a connector.
   *
   * @param file its file, as messages show it
   * @param environmentFile the file that lists connectors, as messages show it; empty for none
   * @param listed whether the environment lists the connector now
   * @param entry the lines of its entry
   * @param problems what prevents that the environment lists it
   */
  public record Written(
      String file,
      Optional<String> environmentFile,
      boolean listed,
      List<String> entry,
      List<Problem> problems) {}

  /**
   * Checks that the files can be written.
   *
   * @throws ProblemException with each file that exists
   */
  public void requireFree(List<Migrated> all) {
    if (!Files.isDirectory(paths.root())) {
      throw new ProblemException(
          Problem.of(
              BUNDLE_NOT_FOUND,
              paths.root().toString(),
              "there is no such folder",
              "name the bundle's folder, connector-configs, with --write"));
    }
    Set<Path> files = new HashSet<>();
    List<Problem> taken = new ArrayList<>();
    for (Migrated migrated : all) {
      Path file = paths.connector(migrated.name());
      if (!files.add(file) || Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        taken.add(
            Problem.of(
                FILE_EXISTS,
                paths.shown(file),
                "the connector has a file",
                "move the file away, or give the old configuration another name; a new name"
                    + " begins a new snapshot"));
      }
    }
    if (!taken.isEmpty()) {
      throw new ProblemException(taken);
    }
  }

  /**
   * Writes a connector.
   *
   * @param check returns the problems of the environment's files
   * @throws ProblemException if the file cannot be written
   */
  public Written write(Migrated migrated, Supplier<List<Problem>> check) {
    Path file = paths.connector(migrated.name());
    Importer.save(paths, file, PrettyJson.of(migrated.document()));
    boolean isPlaced = environment.filter(env -> env.mskConnect().isEmpty()).isEmpty();
    Map<String, String> settings = isPlaced ? migrated.entry() : Map.of();
    boolean isListed = environment.filter(e -> e.listed().contains(migrated.name())).isPresent();
    Optional<EnvironmentListing> listing =
        environment
            .filter(env -> !isListed)
            .map(env -> new EnvironmentListing(env.file()))
            .filter(list -> list.add(migrated.name(), RunState.RUNNING, settings));
    List<Problem> problems = isListed || listing.isPresent() ? check.get() : List.of();
    if (!problems.isEmpty()) {
      listing.ifPresent(EnvironmentListing::undo);
    }
    return new Written(
        paths.shown(file),
        environment.map(env -> paths.shown(env.file())),
        isListed || listing.isPresent() && problems.isEmpty(),
        EnvironmentListing.entry(migrated.name(), RunState.RUNNING, settings),
        problems);
  }
}
