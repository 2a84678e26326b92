package io.mskcdc.config;

/**
 * An entry of a connector's file that accepts a finding or a dangerous change, for reviewers to
 * see.
 *
 * @param rule the code of the finding or danger
 * @param key the configuration key, or null for any
 * @param reason the reason in the file
 */
public record Accept(String rule, String key, String reason) {

  /** Returns whether this accepts a finding or danger. */
  public boolean covers(String code, String about) {
    return rule.equals(code) && (key == null || key.equals(about));
  }
}
