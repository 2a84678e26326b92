package io.mskcdc.plan;

import io.mskcdc.config.Accept;

/**
 * A change that loses something.
 *
 * @param code what kind of change
 * @param key the configuration key it is about
 * @param cost what it costs, in a sentence without the trailing full stop
 */
public record Danger(DangerCode code, String key, String cost) {

  /** Returns whether an entry of a connector's file accepts this. */
  public boolean isAcceptedBy(Accept accept) {
    return accept.covers(code.code(), key);
  }
}
