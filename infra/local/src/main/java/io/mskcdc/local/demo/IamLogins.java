package io.mskcdc.local.demo;

import io.mskcdc.local.stack.LocalStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** Counts the IAM logins in the log of the broker. */
final class IamLogins {
  private IamLogins() {}

  /** Returns the number of allowed and refused logins, in a stack with IAM. */
  static Optional<String> summary(LocalStack stack) {
    if (!stack.type().hasIam()) {
      return Optional.empty();
    }
    try {
      List<String> log = Files.readAllLines(stack.kafka().subprocess().log());
      return Optional.of(
          String.format(
              "%d logins by AWS_MSK_IAM, %d refused",
              log.stream().filter(line -> line.contains("login allowed")).count(),
              log.stream().filter(line -> line.contains("login refused")).count()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
