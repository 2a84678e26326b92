package io.mskcdc.lint;

import io.mskcdc.config.Bundle;
import java.util.List;

/**
 * One rule over a bundle as read. To add a rule, implement this interface or {@link ConnectorRule}
 * in the package rules and add an instance to its list.
 */
public interface LintRule {

  /** Returns what is documented of each kind of finding. */
  List<Rule> rules();

  /** Returns the findings, in the order of the files. */
  List<Finding> check(Bundle bundle);
}
