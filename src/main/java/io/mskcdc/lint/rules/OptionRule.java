package io.mskcdc.lint.rules;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Finds values of one option.
 *
 * @param rule what is documented of it
 * @param appliesTo the connectors for which the values are a mistake
 * @param key the option
 * @param whenAbsent the value that applies if the option is absent
 * @param values the values, in lower case
 * @param message what is wrong, in a sentence without the trailing full stop
 * @param next the next step, in the same form
 */
record OptionRule(
    Rule rule,
    BiPredicate<RenderedConnector, Bundle> appliesTo,
    String key,
    String whenAbsent,
    Set<String> values,
    String message,
    String next)
    implements ConnectorRule {

  /** The value that applies if an option without a default is absent. */
  static final String NONE = "";

  @Override
  public List<Rule> rules() {
    return List.of(rule);
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    OptionValue option = new OptionValue(connector, key);
    return option.effective(whenAbsent).filter(values::contains).isPresent()
            && appliesTo.test(connector, bundle)
        ? option.finding(rule.code(), rule.severity(), message, next).toList()
        : List.of();
  }
}
