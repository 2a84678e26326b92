package io.mskcdc.lint;

import io.mskcdc.config.Bundle;
import java.util.List;

/**
 * One rule over a bundle as read. To add a rule, implement this interface or {@link ConnectorRule}
 * and add an instance to {@link Linter}.
 */
interface LintRule {

  /** Returns the findings, in the order of the files. */
  List<Finding> check(Bundle bundle);
}
