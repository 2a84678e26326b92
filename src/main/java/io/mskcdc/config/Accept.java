package io.mskcdc.config;

/**
 * A finding or a dangerous change that a connector's file accepts, where a reviewer sees it.
 *
 * @param rule the code of what is accepted
 * @param key the configuration key it is accepted for, or null for any
 * @param reason why, in the words of whoever accepted it
 */
public record Accept(String rule, String key, String reason) {

  /** Returns whether this accepts a finding or a danger with this code about this key. */
  public boolean covers(String code, String about) {
    return rule.equals(code) && (key == null || key.equals(about));
  }
}
