package io.mskcdc.plan;

import static io.mskcdc.problem.ErrorCode.DANGER_NOT_ACCEPTED;

import io.mskcdc.config.Accept;
import io.mskcdc.problem.Problem;
import io.mskcdc.text.SaltedKey;

/**
 * A loss of data or protection that a change causes.
 *
 * @param code the kind of loss
 * @param key the configuration key it is about
 * @param cost the consequences, in a sentence without the trailing full stop
 */
public record Danger(DangerCode code, String key, String cost) {

  Danger hiding() {
    return new Danger(code, SaltedKey.hide(key), cost);
  }

  /** Returns whether an entry of a file accepts this danger. */
  public boolean isAcceptedBy(Accept accept) {
    return accept.covers(code.code(), key);
  }

  /**
   * Returns the problem of a change that nobody accepted.
   *
   * @param where the file or place that the key is in
   * @param owner whose file may accept it, such as {@code connector}
   */
  public Problem notAccepted(String where, String owner) {
    return new Problem(
        DANGER_NOT_ACCEPTED,
        where,
        key,
        code.code() + ": " + cost,
        "revert the change, or accept it: once with --accept "
            + code.code()
            + ", or under accept in the "
            + owner
            + "'s file");
  }
}
