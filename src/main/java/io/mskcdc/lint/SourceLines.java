package io.mskcdc.lint;

import io.mskcdc.catalog.SecretKeys;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.text.SaltedKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of files that findings are about, as far as they may be shown. */
public final class SourceLines {
  private static final int LONGEST = 120;

  /** A key and its value in JSON, YAML or properties. */
  private static final Pattern ENTRY =
      Pattern.compile("\"?([\\w.$-]+)\"?\\s*[:=]\\s*(\"(?:[^\"\\\\]|\\\\.)*+\"|[^\"]\\S*)?");

  private static final Pattern OUTER_QUOTE = Pattern.compile("^\"|\"$");

  private final Path folder;
  private final Map<String, List<String>> files = new HashMap<>();

  public SourceLines(BundlePaths paths) {
    Path parent = paths.root().getParent();
    folder = parent == null ? paths.root() : parent;
  }

  /** Returns a finding's line; empty if there is none, or if it may contain a secret in clear. */
  public Optional<String> of(LintEntry entry) {
    if (entry.line() == 0) {
      return Optional.empty();
    }
    return files.computeIfAbsent(entry.file(), this::read).stream()
        .skip(entry.line() - 1L)
        .findFirst()
        .map(String::strip)
        .filter(line -> !mayContainSecret(line))
        .map(SaltedKey::hide)
        .map(SourceLines::shortened);
  }

  /** A file that cannot be read is a finding of its own. */
  private List<String> read(String file) {
    try {
      return Files.readAllLines(folder.resolve(file));
    } catch (IOException e) {
      return List.of();
    }
  }

  private static boolean mayContainSecret(String line) {
    Matcher entries = ENTRY.matcher(line);
    while (entries.find()) {
      if (SecretKeys.isClear(entries.group(1), unquoted(entries.group(2)))) {
        return true;
      }
    }
    return SecretKeys.isClear("", line);
  }

  private static String unquoted(String value) {
    return value == null ? "" : OUTER_QUOTE.matcher(value).replaceAll("");
  }

  private static String shortened(String line) {
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
  }
}
