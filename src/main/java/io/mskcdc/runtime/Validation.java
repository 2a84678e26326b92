package io.mskcdc.runtime;

import java.util.List;

/**
 * The result of a runtime's check of a configuration.
 *
 * @param findings the errors; empty when the configuration is valid
 */
public record Validation(List<Finding> findings) {

  public Validation {
    findings = List.copyOf(findings);
  }

  /**
   * One error.
   *
   * @param key the configuration key
   * @param message the runtime's message, without secrets
   */
  public record Finding(String key, String message) {}
}
