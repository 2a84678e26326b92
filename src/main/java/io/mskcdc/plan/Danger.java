package io.mskcdc.plan;

import io.mskcdc.config.Accept;

/**
 * A loss of data or protection that a change causes.
 *
 * @param code the kind of loss
 * @param key the configuration key it is about
 * @param cost the consequences, in a sentence without the trailing full stop
 */
public record Danger(DangerCode code, String key, String cost) {

  /** Returns whether an entry of a connector's file accepts this danger. */
  boolean isAcceptedBy(Accept accept) {
    return accept.covers(code.code(), key);
  }
}
