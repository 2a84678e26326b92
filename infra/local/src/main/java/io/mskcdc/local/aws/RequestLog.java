package io.mskcdc.local.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A file with a line for each request: time, operation, key, principal, resources and result.
 *
 * <pre>{@code
 * 2026-05-04T10:20:30.123Z secretsmanager:GetSecretValue key=AKIA… principal=arn:aws:iam::…:role/worker
 *   resource=arn:aws:secretsmanager:… status=400 error=AccessDeniedException
 * }</pre>
 */
final class RequestLog {
  // A text of another form may be a secret that was configured in place of the ID.
  private static final String ACCESS_KEY_ID = "[A-Z0-9]{1,128}";

  private final Path file;

  RequestLog(Path file) {
    this.file = file;
  }

  /** Begins a line. */
  Entry entry(String operation) {
    return new Entry(operation);
  }

  private synchronized void append(String line) {
    try {
      // Text from a client must not begin a line or field of its own.
      String printable = line.replaceAll("[^\\x20-\\x7e]", "?");
      Files.writeString(
          file, printable + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line that is completed while the request is handled. */
  final class Entry {
    private final String operation;
    private String key = "-";
    private String principal = "-";
    private String resources = "-";
    private String error = "";

    private Entry(String operation) {
      this.operation = operation;
    }

    void key(String id) {
      key = id.matches(ACCESS_KEY_ID) ? id : "?";
    }

    void principal(String arn) {
      principal = arn;
    }

    void resources(List<String> arns) {
      resources = String.join(",", arns);
    }

    void error(String code) {
      error = " error=" + code;
    }

    void write(int status) {
      append(
          Instant.now().truncatedTo(ChronoUnit.MILLIS)
              + field(" ", operation)
              + field(" key=", key)
              + field(" principal=", principal)
              + field(" resource=", resources)
              + " status="
              + status
              + error);
    }

    private static String field(String name, String value) {
      return name + value.replace(' ', '?');
    }
  }
}
