package io.mskcdc.local.dynamodb;

import io.mskcdc.local.aws.rest.ServiceError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * A position in a shard. The iterator that a client has contains all of it, so the emulator stores
 * no iterators.
 *
 * @param position the number of the next record, or one below it
 * @param generation how many times a test had expired all iterators before this one was made
 */
record ShardIterator(String stream, String shard, long position, Instant made, int generation) {
  private static final Duration LIFETIME = Duration.ofMinutes(15);

  /** Returns the iterator for a client. */
  String encode() {
    String content = shard + ":" + position + ":" + made.toEpochMilli() + ":" + generation;
    return stream
        + "|1|"
        + Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8));
  }

  static ShardIterator decode(String text) {
    String[] parts = text.split("\\|", -1);
    if (parts.length != 3) {
      throw invalid();
    }
    try {
      String[] content =
          new String(Base64.getDecoder().decode(parts[2]), StandardCharsets.UTF_8).split(":", -1);
      return new ShardIterator(
          parts[0],
          content[0],
          Long.parseLong(content[1]),
          Instant.ofEpochMilli(Long.parseLong(content[2])),
          Integer.parseInt(content[3]));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw invalid();
    }
  }

  private static ServiceError invalid() {
    return DynamoDbErrors.invalid("Invalid ShardIterator");
  }

  boolean isExpired(Instant now, int currentGeneration) {
    return generation < currentGeneration || made.plus(LIFETIME).isBefore(now);
  }
}
