package io.mskcdc.lint;

import io.mskcdc.config.Location;
import io.mskcdc.problem.ErrorCode;

/**
 * What docs/rules.md says of a rule. The texts are Markdown.
 *
 * @param code its code, which has a number
 * @param severity when its findings end a command
 * @param looksAt what it looks at, as a noun
 * @param why what goes wrong without it, in sentences
 * @param mend the next step, in sentences
 * @param source who says so; "tried" for what was seen on real parts
 */
public record Rule(
    ErrorCode code, Severity severity, String looksAt, String why, String mend, String source) {

  /** Returns a rule whose findings end each command that reads the bundle. */
  public static Rule error(ErrorCode code, String looksAt, String why, String mend, String source) {
    return new Rule(code, Severity.ERROR, looksAt, why, mend, source);
  }

  /** Returns a rule whose findings end a command that connects to AWS or to a worker. */
  public static Rule errorWhenConnecting(
      ErrorCode code, String looksAt, String why, String mend, String source) {
    return new Rule(code, Severity.ERROR_WHEN_CONNECTING, looksAt, why, mend, source);
  }

  /** Returns a rule whose findings end no command. */
  public static Rule warning(
      ErrorCode code, String looksAt, String why, String mend, String source) {
    return new Rule(code, Severity.WARNING, looksAt, why, mend, source);
  }

  /** Returns a rule whose findings only {@code lint} prints. */
  public static Rule hint(ErrorCode code, String looksAt, String why, String mend, String source) {
    return new Rule(code, Severity.HINT, looksAt, why, mend, source);
  }

  /** Returns a finding of this rule that no file can accept. */
  public Finding finding(Location location, String key, String message, String next) {
    return Finding.of(code, severity, location, key, message, next);
  }
}
