package io.mskcdc.lint;

import io.mskcdc.config.Bundle;
import java.util.List;

/**
 * The result of all rules.
 *
 * @param bundle the bundle; its connectors and DMS tasks keep the accepts that covered no finding
 * @param findings the findings that no file accepts
 */
public record LintResult(Bundle bundle, List<Finding> findings) {

  public LintResult {
    findings = List.copyOf(findings);
  }
}
