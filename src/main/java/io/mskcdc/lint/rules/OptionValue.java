package io.mskcdc.lint.rules;

import io.mskcdc.catalog.KnownOptions;
import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.Location;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Severity;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.text.Spelling;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** An option of a connector, as the connector's configuration sets it. */
record OptionValue(RenderedConnector connector, String key) {

  /** Returns whether the configuration does not set it. */
  boolean isAbsent() {
    return !connector.config().containsKey(key);
  }

  /**
   * Returns the value that applies, in lower case and without blanks around it; empty if a config
   * provider supplies it.
   *
   * @param whenAbsent the value that applies if the option is absent
   */
  Optional<String> effective(String whenAbsent) {
    return Optional.of(connector.config().getOrDefault(key, whenAbsent))
        .filter(value -> !value.contains("${"))
        .map(value -> value.strip().toLowerCase(Locale.ROOT));
  }

  /** Returns whether the configuration sets it to this value. */
  boolean is(String value) {
    return effective("").filter(value::equals).isPresent();
  }

  /** Returns where the value is written, or for an absent option, where the class is. */
  Location location() {
    return connector.valueAt(isAbsent() ? "connector.class" : key);
  }

  /**
   * Returns a finding about the option; none if it is absent because its key is misspelt or of an
   * older release. Such a key is a finding of its own.
   */
  Stream<Finding> finding(ErrorCode code, Severity severity, String message, String next) {
    return isAbsent() && isMeant()
        ? Stream.empty()
        : Stream.of(Finding.of(code, severity, location(), key, message, next));
  }

  /** Returns whether another key is this one misspelt, or its name in an older release. */
  boolean isMeant() {
    Optional<SourceConnector> source = SourceConnectors.of(connector.config());
    return source.isPresent()
        && connector.config().keySet().stream()
            .filter(other -> !isRead(other, source.get()))
            .anyMatch(other -> isMeantBy(other, source.get()));
  }

  private static boolean isRead(String other, SourceConnector source) {
    return source.options().contains(other) || KnownOptions.ofConnect().contains(other);
  }

  private boolean isMeantBy(String other, SourceConnector source) {
    return source
            .renamed(other, connector.config())
            .filter(now -> now.name().equals(key))
            .isPresent()
        || Spelling.closest(other, List.of(key)).isPresent();
  }
}
