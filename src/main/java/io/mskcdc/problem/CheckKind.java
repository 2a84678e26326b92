package io.mskcdc.problem;

import io.mskcdc.problem.Check.State;
import java.util.List;
import java.util.Locale;

/** A constant of an enum that is a kind of check; its methods return results. */
public interface CheckKind {
  /** Returns the name of the constant. */
  String name();

  /** Returns the stable id, such as {@code binlog-format}. */
  default String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns what is checked. */
  String title();

  /** Returns that all is well. */
  default Check ok(String seen) {
    return new Check(id(), title(), State.OK, seen, List.of(), "");
  }

  /** Returns why this machine cannot see it. */
  default Check unknown(String reason) {
    return unknown(reason, List.of(), "");
  }

  /** Returns why this machine cannot see it, and what changes that. */
  default Check unknown(String reason, List<String> statements, String advice) {
    return new Check(id(), title(), State.UNKNOWN, reason, statements, advice);
  }

  /** Returns a fault with what mends it. */
  default Check failed(String seen, List<String> statements, String advice) {
    return new Check(id(), title(), State.FAILED, seen, statements, advice);
  }

  /** Returns a risk with what mends it. */
  default Check warning(String seen, List<String> statements, String advice) {
    return new Check(id(), title(), State.WARNING, seen, statements, advice);
  }
}
