package io.mskcdc.config;

import io.mskcdc.problem.ErrorCode;
import io.mskcdc.text.SaltedKey;

/**
 * An entry of a connector's file that accepts a finding or a dangerous change, for reviewers to
 * see.
 *
 * @param rule the code of the finding or danger, or the number of a rule
 * @param key the configuration key, or null for any; a key with a salt may be written as it is
 *     shown, without the salt
 * @param reason the reason in the file
 */
public record Accept(String rule, String key, String reason) {

  /** Returns whether this accepts a finding. */
  public boolean covers(ErrorCode code, String about) {
    return code.isNamed(rule) && isAbout(about);
  }

  /** Returns whether this accepts a danger. */
  public boolean covers(String danger, String about) {
    return rule.equals(danger) && isAbout(about);
  }

  private boolean isAbout(String about) {
    return key == null || key.equals(about) || key.equals(SaltedKey.hide(about));
  }
}
