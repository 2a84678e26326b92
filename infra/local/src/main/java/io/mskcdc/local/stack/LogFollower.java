package io.mskcdc.local.stack;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Prints the text that another process appends to a log. */
final class LogFollower {
  private final Path log;
  private final PrintWriter out;
  private int printed;

  LogFollower(Path log, PrintWriter out) {
    this.log = log;
    this.out = out;
  }

  /** Prints the text since the last call. */
  void printNew() {
    try {
      byte[] bytes = Files.readAllBytes(log);
      out.print(new String(bytes, printed, bytes.length - printed, StandardCharsets.UTF_8));
      out.flush();
      printed = bytes.length;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
