package io.mskcdc.problem;

import io.mskcdc.problem.Check.State;
import java.util.List;

/** A kind of check; its methods return results. */
public interface CheckKind {
  /** Returns the stable id. */
  String id();

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
