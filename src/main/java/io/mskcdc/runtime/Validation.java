package io.mskcdc.runtime;

import java.util.List;
import java.util.Set;

/**
 * The result of a runtime's check of a configuration.
 *
 * @param findings the errors; empty when the configuration is valid
 * @param secrets the keys that the runtime declares as secrets
 */
public record Validation(List<Finding> findings, Set<String> secrets) {

  public Validation {
    findings = List.copyOf(findings);
    secrets = Set.copyOf(secrets);
  }

  /**
   * One error.
   *
   * @param key the configuration key
   * @param message the runtime's message, without secrets
   */
  public record Finding(String key, String message) {}
}
