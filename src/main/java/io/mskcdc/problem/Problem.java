package io.mskcdc.problem;

import io.mskcdc.text.SaltedKey;
import java.util.Objects;

/**
 * An error to correct: its cause, its place and the next step. Its texts show no salt of a key.
 *
 * @param code the stable code, explained in docs/errors.md
 * @param where the file (with line and column where known), connector or address; never null
 * @param key the configuration key, or null
 * @param message the cause, in a sentence without the trailing full stop
 * @param next the next step, in the same form
 */
public record Problem(ErrorCode code, String where, String key, String message, String next) {

  public Problem {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(where, "where");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(next, "next");
    key = SaltedKey.hide(key);
    message = SaltedKey.hide(message);
    next = SaltedKey.hide(next);
  }

  /** A problem without a key. */
  public static Problem of(ErrorCode code, String where, String message, String next) {
    return new Problem(code, where, null, message, next);
  }

  /** Returns the problem with words before its message, which say when it occurred. */
  public Problem after(String words) {
    return new Problem(code, where, key, words + message, next);
  }

  /** Returns the problem on one line, without its next step. */
  public String headline() {
    return "[" + code.code() + "] " + where + (key == null ? "" : ", " + key) + ": " + message;
  }
}
