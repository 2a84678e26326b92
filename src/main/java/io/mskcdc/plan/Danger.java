package io.mskcdc.plan;

import io.mskcdc.config.Accept;
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

  /** Returns whether an entry of a connector's file accepts this danger. */
  boolean isAcceptedBy(Accept accept) {
    return accept.covers(code.code(), key);
  }
}
