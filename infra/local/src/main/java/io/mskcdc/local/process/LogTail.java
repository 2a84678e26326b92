package io.mskcdc.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads the last lines of a log. */
public final class LogTail {
  private LogTail() {}

  /** Returns at most {@code count} lines; none if there is no such file. */
  public static List<String> read(Path log, int count) {
    try {
      // ISO 8859-1 accepts every byte, so a log with broken UTF-8 can still be shown.
      List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
      return lines.subList(Math.max(0, lines.size() - count), lines.size());
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
