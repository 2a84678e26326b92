package io.mskcdc.migrate;

import static io.mskcdc.problem.ErrorCode.FILE_NOT_WRITABLE;

import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.RunState;
import io.mskcdc.text.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Adds an entry to the list of connectors in environment.yaml and changes no other line. */
final class EnvironmentListing {
  private static final Pattern LIST = Pattern.compile("connectors:\\s*(\\[\\s*]\\s*)?(#.*)?");
  private static final String EMPTY = "\\s*\\[\\s*]";
  private static final Pattern ENTRY = Pattern.compile("(\\s*)- .*");

  private final Path file;
  private String before;
  private String after;
  private String addition;

  EnvironmentListing(Path file) {
    this.file = file;
  }

  /** Adds a connector whose entry has no settings. */
  boolean add(String name, RunState state) {
    return add(name, state, Map.of());
  }

  /**
   * Adds a connector.
   *
   * @param settings the settings of its entry, as they are written
   * @return whether it was added; a list that is not written with one entry a line is not changed
   */
  boolean add(String name, RunState state, Map<String, String> settings) {
    try {
      do {
        before = Files.readString(file);
        after = withEntry(before, entry(name, state, settings));
      } while (after != null && !WholeFile.replace(file, before, after));
      return after != null;
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns the file with another entry; null if its list is not written in lines. */
  private String withEntry(String text, List<String> entry) {
    // Each line keeps its end: an editor on Windows wrote CRLF.
    List<String> lines = new ArrayList<>(List.of(text.split("(?<=\n)")));
    int list = 0;
    while (list < lines.size() && !LIST.matcher(lines.get(list).stripTrailing()).matches()) {
      list++;
    }
    if (list == lines.size()) {
      return null;
    }
    String indent = null;
    int end = list + 1;
    for (int i = end; i < lines.size() && isOfTheList(lines.get(i)); i++) {
      Matcher item = ENTRY.matcher(lines.get(i).stripTrailing());
      if (indent == null && item.matches()) {
        indent = item.group(1);
      }
      // A comment at the margin may be about what follows the list.
      if (!lines.get(i).isBlank() && !lines.get(i).startsWith("#")) {
        end = i + 1;
      }
    }
    lines.set(list, lines.get(list).replaceFirst(EMPTY, ""));
    String lineEnd = lines.get(0).endsWith("\r\n") ? "\r\n" : "\n";
    if (!lines.get(end - 1).endsWith("\n")) {
      lines.set(end - 1, lines.get(end - 1) + lineEnd);
    }
    StringBuilder added = new StringBuilder();
    for (String line : entry) {
      added.append(indent == null ? "  " : indent).append(line).append(lineEnd);
    }
    lines.add(end, added.toString());
    addition = added.toString();
    return String.join("", lines);
  }

  /** Returns the lines of an entry. */
  static List<String> entry(String name, RunState state, Map<String, String> settings) {
    List<String> lines = new ArrayList<>(List.of("- name: " + name));
    if (state == RunState.PAUSED || state == RunState.STOPPED) {
      lines.add("  state: " + state.name().toLowerCase(Locale.ROOT));
    }
    settings.forEach((key, value) -> lines.add("  " + key + ": " + value));
    return lines;
  }

  /**
   * Takes the addition back. What another process has added since stays.
   *
   * @throws ProblemException if the file cannot be written
   */
  void undo() {
    try {
      String now;
      String without;
      do {
        now = Files.readString(file);
        without = now.equals(after) ? before : now.replace(addition, "");
      } while (!WholeFile.replace(file, now, without));
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of(
              FILE_NOT_WRITABLE,
              file.toString(),
              "the entry of the connector cannot be removed",
              "remove the last entry under connectors"),
          e);
    }
  }

  private static boolean isOfTheList(String line) {
    return line.isBlank() || line.startsWith(" ") || line.startsWith("-") || line.startsWith("#");
  }
}
