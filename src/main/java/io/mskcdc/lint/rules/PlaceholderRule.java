package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.PLACEHOLDER;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.DmsFile;
import io.mskcdc.config.Document;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WrittenValue;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.LintRule;
import io.mskcdc.lint.Rule;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Finds values that an environment copied from a template still has to replace. They contain the
 * marker {@code replace-me}.
 */
final class PlaceholderRule implements LintRule {
  private static final String MARKER = "replace-me";

  private static final Rule RULE =
      Rule.errorWhenConnecting(
          PLACEHOLDER,
          "all values of an environment",
          "A value that contains `replace-me` belongs to the template of an environment.",
          "Write the value of this environment.",
          "this bundle");

  @Override
  public List<Rule> rules() {
    return List.of(RULE);
  }

  @Override
  public List<Finding> check(Bundle bundle) {
    Stream<Document> environment =
        Stream.concat(
            Stream.of(bundle.environment().document()),
            bundle.environment().variableFiles().stream());
    Stream<Document> documents =
        Stream.concat(
            environment,
            Stream.concat(
                bundle.connectors().stream().map(RenderedConnector::document),
                bundle.dmsTasks().stream().map(DmsFile::document)));
    Stream<WrittenValue> properties =
        bundle.workers().values().stream()
            .flatMap(worker -> worker.written().stream())
            .filter(value -> isPlaceholder(value.key(), value.text()));
    return Stream.concat(
            documents.flatMap(
                document -> document.written(PlaceholderRule::isPlaceholder).stream()),
            properties)
        .map(PlaceholderRule::finding)
        .toList();
  }

  /** Returns whether a key or its value still has to be replaced. */
  static boolean isPlaceholder(String key, String text) {
    return Stream.of(key, text).anyMatch(each -> each.toLowerCase(Locale.ROOT).contains(MARKER));
  }

  private static Finding finding(WrittenValue value) {
    return RULE.finding(
        value.location(),
        value.key(),
        "the value still contains '" + MARKER + "'",
        "write the value of this environment");
  }
}
