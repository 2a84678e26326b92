package io.mskcdc.lint;

import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.DmsFile;
import io.mskcdc.config.Location;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A mistake that a rule found.
 *
 * @param code its code
 * @param severity when it ends a command
 * @param location where the mistake is written
 * @param key the key that it is about
 * @param message what is wrong, in a sentence without the trailing full stop
 * @param next the next step, in the same form
 * @param connector the connector, or the qualified name of the DMS task, whose file may accept the
 *     finding; empty if it cannot be accepted
 * @param other the other place of a mistake that is between two; empty for all other mistakes
 */
public record Finding(
    ErrorCode code,
    Severity severity,
    Location location,
    String key,
    String message,
    String next,
    Optional<String> connector,
    Optional<Location> other) {

  /** Returns a finding that no file can accept. */
  public static Finding of(
      ErrorCode code,
      Severity severity,
      Location location,
      String key,
      String message,
      String next) {
    return new Finding(
        code, severity, location, key, message, next, Optional.empty(), Optional.empty());
  }

  /** Returns an error that no file can accept. */
  public static Finding error(
      ErrorCode code, Location location, String key, String message, String next) {
    return of(code, Severity.ERROR, location, key, message, next);
  }

  /** Returns a warning that no file can accept. */
  public static Finding warning(
      ErrorCode code, Location location, String key, String message, String next) {
    return of(code, Severity.WARNING, location, key, message, next);
  }

  /** Returns the finding as one that the file of a connector or of a DMS task may accept. */
  public Finding acceptableBy(String name) {
    return new Finding(code, severity, location, key, message, next, Optional.of(name), other);
  }

  /** Returns the finding with another severity. */
  Finding withSeverity(Severity other) {
    return new Finding(code, other, location, key, message, next, connector, this.other);
  }

  /** Returns the finding as one that is also about another place. */
  public Finding with(Location place) {
    return new Finding(code, severity, location, key, message, next, connector, Optional.of(place));
  }

  /** Returns whether the mistake is in these files alone. */
  public boolean isIn(Set<Path> files) {
    return files.contains(location.file())
        && other.map(Location::file).filter(Predicate.not(files::contains)).isEmpty();
  }

  /** Returns the finding as an error. */
  public Problem problem(BundlePaths paths) {
    String accept =
        connector
            .map(
                name ->
                    "; if it is intended, accept %s in the %s file"
                        .formatted(
                            code.code(), DmsFile.isQualifiedName(name) ? "task's" : "connector's"))
            .orElse("");
    return new Problem(code, paths.shown(location), key, message, next + accept);
  }
}
