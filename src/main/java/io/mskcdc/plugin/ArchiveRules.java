package io.mskcdc.plugin;

import io.mskcdc.plugin.ZipDirectory.Entry;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks the directory of a plugin's archive before anything is unpacked. */
final class ArchiveRules {
  /** The limit of the unpacked size, JARs included: four times the largest plugin we found. */
  static final long MAX_BYTES = 1L << 29;

  static final int MAX_ENTRIES = 10_000;

  /** Deflate reaches a ratio of about 1000; class files and JARs stay below 10. */
  static final long MAX_RATIO = 100;

  /** The size in bytes below which the ratio is not checked. */
  static final long SMALL = 1 << 20;

  /** What the archiver of macOS adds: for each file a second one whose name begins with "._". */
  private static final Pattern MACOS = Pattern.compile("(.*/)?(__MACOSX/.*|\\._[^/]*)");

  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*");
  private static final Pattern NESTED =
      Pattern.compile(".*\\.(zip|tar|tgz|tar\\.gz|gz|bz2|xz|7z|war|ear|rar)");

  private ArchiveRules() {}

  /** Returns the problems of a file's entries. */
  static List<Problem> check(Path file, List<Entry> entries) {
    List<Problem> problems = new ArrayList<>();
    if (entries.size() > MAX_ENTRIES) {
      problems.add(tooLarge(file, "it has " + entries.size() + " entries"));
    }
    List<String> ofMacOs =
        entries.stream().map(Entry::name).filter(name -> MACOS.matcher(name).matches()).toList();
    if (!ofMacOs.isEmpty()) {
      problems.add(macOs(file, ofMacOs));
    }
    boolean isJar = isJar(file.toString());
    long total = 0;
    Set<String> names = new HashSet<>();
    for (Entry entry : entries) {
      total += entry.size();
      String where = file + "!" + entry.name();
      if (!names.add(entry.name())) {
        problems.add(
            Problem.of(
                ErrorCode.PLUGIN_DAMAGED,
                where,
                "two entries have this name, and which one is used depends on the tool that unpacks"
                    + " it",
                "build it again"));
      }
      if (isUnsafe(entry.name())) {
        problems.add(
            Problem.of(
                ErrorCode.PLUGIN_PATH_UNSAFE,
                where,
                "this path leads out of the folder that it is unpacked into",
                "do not use this file; write paths that are relative and without .."));
      }
      if (entry.link()) {
        problems.add(
            Problem.of(
                ErrorCode.PLUGIN_LINK,
                where,
                "it is a symbolic link",
                "put the file itself into the ZIP"));
      }
      if (entry.encrypted()) {
        problems.add(
            Problem.of(
                ErrorCode.PLUGIN_ENCRYPTED,
                where,
                "it is encrypted, and a worker has no password",
                "make the ZIP without a password"));
      }
      if (!entry.isFolder() && NESTED.matcher(entry.name().toLowerCase(Locale.ROOT)).matches()) {
        problems.add(
            Problem.of(
                ErrorCode.PLUGIN_NESTED,
                where,
                "it is an archive inside the archive; a worker unpacks one level only",
                "put the JARs themselves into the ZIP"));
      }
      if (isJar && isJar(entry.name()) && !ofMacOs.contains(entry.name())) {
        problems.add(
            Problem.of(
                ErrorCode.PLUGIN_NESTED,
                where,
                "it is a JAR inside a JAR, and Java loads no class from it",
                "put the JARs beside each other into a ZIP"));
      }
      if (entry.size() > SMALL && entry.size() > MAX_RATIO * Math.max(1, entry.compressedSize())) {
        problems.add(
            tooLarge(
                file,
                entry.name()
                    + " unpacks to "
                    + entry.size()
                    + " bytes, a ratio typical of a ZIP bomb"));
      }
    }
    if (total > MAX_BYTES) {
      problems.add(tooLarge(file, "it unpacks to " + total + " bytes"));
    }
    return problems;
  }

  private static Problem macOs(Path file, List<String> names) {
    return Problem.of(
        ErrorCode.PLUGIN_MACOS_ENTRIES,
        file.toString(),
        names.size()
            + " entries are of the archiver of macOS, such as "
            + names.get(0)
            + "; a worker takes some of them for JARs",
        "remove them with zip -d "
            + file.getFileName()
            + " '__MACOSX/*' '*/._*', or make the ZIP with zip -rX instead of the Finder");
  }

  static boolean isJar(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".jar");
  }

  static Problem tooLarge(Path file, String how) {
    return Problem.of(
        ErrorCode.PLUGIN_TOO_LARGE,
        file.toString(),
        how,
        "build the ZIP from the plugin's JARs alone");
  }

  private static boolean isUnsafe(String name) {
    return name.isEmpty()
        || name.startsWith("/")
        || name.indexOf('\\') >= 0
        || name.indexOf('\0') >= 0
        || DRIVE.matcher(name).matches()
        || List.of(name.split("/")).contains("..");
  }
}
