package io.mskcdc.runtime;

import java.util.List;

/**
 * What the runtime says about a configuration before it is written.
 *
 * @param findings what is wrong; empty when the configuration is valid
 */
public record Validation(List<Finding> findings) {

  public Validation {
    findings = List.copyOf(findings);
  }

  /**
   * One thing that is wrong.
   *
   * @param key the configuration key
   * @param message the runtime's own words, with no secret in them
   */
  public record Finding(String key, String message) {}
}
