package io.mskcdc.local.dynamodb;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.mskcdc.local.aws.rest.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * What changed the tables and streams, in a file. Carried out again at the same times, the changes
 * give the same tables, streams, shards and sequence numbers.
 *
 * <p>A line has a change: the time, the operation and the body of its request, such as {@code
 * 2026-01-05T08:30:00.1Z DeleteTable {"TableName": "orders"}}.
 */
final class Journal {
  /** The operation of what time alone makes due. */
  static final String UPKEEP = "Upkeep";

  private final Path file;

  /**
   * A change.
   *
   * @param body the request in JSON
   */
  record Change(Instant time, String operation, byte[] body) {}

  /** Opens the file, and creates it if there is none. */
  Journal(Path file) {
    this.file = file;
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      write("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a change. It survives the end of this process, but perhaps not of the machine. */
  void append(Change change) {
    // Bytes as characters, so that a text of which a kill cut off the end can be read. The line
    // break comes first, so that the next change is not in the line of such a text.
    String body = new String(change.body(), StandardCharsets.ISO_8859_1).replaceAll("[\r\n]", " ");
    try {
      write("\n" + change.time() + " " + change.operation() + " " + body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String text) throws IOException {
    Files.writeString(
        file,
        text,
        StandardCharsets.ISO_8859_1,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** Passes the changes of earlier runs on, in their order. */
  void replay(Consumer<Change> consumer) {
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] parts = line.split(" ", 3);
        if (parts.length == 3 && isWhole(parts[2])) {
          byte[] body = parts[2].getBytes(StandardCharsets.ISO_8859_1);
          consumer.accept(new Change(Instant.parse(parts[0]), parts[1], body));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns false for a change that a kill cut off. Its client has no answer. */
  private static boolean isWhole(String body) throws IOException {
    try {
      return Json.parse(body.getBytes(StandardCharsets.ISO_8859_1)).isObject();
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
