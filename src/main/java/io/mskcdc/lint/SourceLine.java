package io.mskcdc.lint;

import io.mskcdc.catalog.SecretKeys;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.text.SaltedKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The line of a file that a finding is about, as far as it may be shown. */
public final class SourceLine {
  private static final int LONGEST = 120;

  /** A key and its value in JSON, YAML or properties. */
  private static final Pattern ENTRY =
      Pattern.compile("\"?([\\w.$-]+)\"?\\s*[:=]\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|[^\"]\\S*)?");

  private SourceLine() {}

  /** Returns the line; empty if there is none, or if it may contain a secret in clear. */
  public static Optional<String> of(BundlePaths paths, LintEntry entry) {
    if (entry.line() == 0) {
      return Optional.empty();
    }
    Path folder = paths.root().getParent();
    try {
      List<String> lines =
          Files.readAllLines((folder == null ? paths.root() : folder).resolve(entry.file()));
      return lines.size() < entry.line()
          ? Optional.empty()
          : Optional.of(lines.get(entry.line() - 1).strip())
              .filter(line -> !mayContainSecret(line))
              .map(SaltedKey::hide)
              .map(SourceLine::shortened);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean mayContainSecret(String line) {
    Matcher entries = ENTRY.matcher(line);
    while (entries.find()) {
      String value = entries.group(2) == null ? "" : entries.group(2).replaceAll("^\"|\"$", "");
      if (SecretKeys.isClear(entries.group(1), value)) {
        return true;
      }
    }
    return SecretKeys.isClear("", line);
  }

  private static String shortened(String line) {
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
  }
}
