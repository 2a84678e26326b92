package io.mskcdc.lint;

import io.mskcdc.catalog.RenamedKey;
import io.mskcdc.catalog.RenamedKeys;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.BundleReader;
import io.mskcdc.config.Document;
import io.mskcdc.config.Location;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.Utf8Text;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Renames keys of older releases in the connectors' files and overlays. It changes nothing else: no
 * value, and no formatting.
 */
public final class KeyFix {
  private final BundlePaths paths;

  public KeyFix(BundlePaths paths) {
    this.paths = paths;
  }

  /**
   * A key that was renamed.
   *
   * @param file the file, relative to the repository
   */
  public record Renamed(String file, int line, String from, String to) {}

  /**
   * Renames the keys of an environment's connectors, in the overlays of all environments too: an
   * overlay replaces a key by its name. Keys whose value changes with them stay.
   *
   * @throws ProblemException if a file cannot be read or written
   */
  public List<Renamed> apply(String environment, List<LintRule> rules) {
    Bundle bundle = new BundleReader(paths).readWhatIsReadable(environment);
    List<Renamed> renamed = new ArrayList<>();
    for (Finding finding : Linter.lint(bundle, rules).findings()) {
      if (finding.code() == ErrorCode.KEY_RENAMED) {
        connectorOf(finding, bundle)
            .ifPresent(connector -> renamed.addAll(rename(connector, finding.key())));
      }
    }
    return renamed;
  }

  private static Optional<RenderedConnector> connectorOf(Finding finding, Bundle bundle) {
    return bundle.connectors().stream()
        .filter(connector -> finding.connector().filter(connector.name()::equals).isPresent())
        .findFirst();
  }

  private List<Renamed> rename(RenderedConnector connector, String key) {
    Optional<String> name =
        RenamedKeys.of(key, connector.config())
            .filter(now -> now.value().isEmpty())
            .map(RenamedKey::name)
            .filter(now -> !connector.config().containsKey(now));
    return name.stream()
        .flatMap(now -> files(connector.name()).flatMap(file -> rename(file, key, now).stream()))
        .toList();
  }

  private Stream<Path> files(String connector) {
    return Stream.concat(
            Stream.of(paths.connector(connector)),
            paths.environmentNames().stream().map(env -> paths.overlay(env, connector)))
        .filter(Files::isRegularFile);
  }

  private Optional<Renamed> rename(Path file, String key, String name) {
    Document document = Document.read(paths, file);
    if (!document.has("config", key) || document.has("config", name)) {
      return Optional.empty();
    }
    Location at = document.keyAt("config", key);
    String text = Utf8Text.read(paths, file);
    int start = offset(text, at);
    String written = "\"" + key + "\"";
    // A key that is written with escapes is left for its author.
    if (!text.startsWith(written, start)) {
      return Optional.empty();
    }
    String fixed =
        text.substring(0, start) + "\"" + name + "\"" + text.substring(start + written.length());
    // What somebody else wrote meanwhile stays.
    return Utf8Text.replace(paths, file, text, fixed)
        ? Optional.of(new Renamed(paths.shown(file), at.line(), key, name))
        : rename(file, key, name);
  }

  private static int offset(String text, Location at) {
    int start = 0;
    for (int line = 1; line < at.line(); line++) {
      start = text.indexOf('\n', start) + 1;
    }
    return start + at.column() - 1;
  }
}
