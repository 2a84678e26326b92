package io.mskcdc.lint.rules;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Severity;
import io.mskcdc.problem.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A connector's options, as rules compare them: without blanks around them. A value with a
 * reference is not known before a worker resolves it, and no rule compares it.
 */
record ConnectorOptions(RenderedConnector connector) {
  Map<String, String> config() {
    return connector.config();
  }

  /** Returns whether an option has a value other than blanks, known or not. */
  boolean isSet(String key) {
    return !config().getOrDefault(key, "").isBlank();
  }

  /** Returns whether an option is absent, and no other key is meant to be it. */
  boolean isMissing(String key) {
    return !isSet(key) && !new OptionValue(connector, key).isMeant();
  }

  /** Returns a value; empty if the option is not set, blank or not known. */
  Optional<String> value(String key) {
    return Optional.ofNullable(config().get(key))
        .map(String::strip)
        .filter(value -> !value.isEmpty() && !value.contains("${"));
  }

  /** Returns whether an option has a known value, compared without case. */
  boolean is(String key, String value) {
    return value(key).filter(value::equalsIgnoreCase).isPresent();
  }

  /** Returns an integer; empty if it is not known or not one. */
  Optional<Long> integer(String key) {
    return value(key).filter(value -> value.matches("[+-]?\\d{1,18}")).map(Long::valueOf);
  }

  /** Returns the entries of a list of names. */
  List<String> names(String key) {
    return CommaList.of(value(key).orElse(null));
  }

  /** Returns the entries of a list of regular expressions. */
  List<String> expressions(String key) {
    return CommaList.ofExpressions(value(key).orElse(null));
  }

  Finding error(ErrorCode code, String key, String message, String next) {
    return finding(code, Severity.ERROR, key, message, next);
  }

  Finding warning(ErrorCode code, String key, String message, String next) {
    return finding(code, Severity.WARNING, key, message, next);
  }

  /** Returns a finding about an option, at the connector's class if the option is not set. */
  Finding finding(ErrorCode code, Severity severity, String key, String message, String next) {
    return Finding.of(
        code, severity, new OptionValue(connector, key).location(), key, message, next);
  }
}
