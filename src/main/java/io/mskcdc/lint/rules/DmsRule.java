package io.mskcdc.lint.rules;

import com.fasterxml.jackson.core.JsonPointer;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.DmsFile;
import io.mskcdc.dms.DmsTask;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.LintRule;
import io.mskcdc.lint.Rule;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A rule about one DMS task at a time. The task's file may accept its findings.
 *
 * @param rule what is documented of it
 * @param check returns the faults of a task
 */
record DmsRule(Rule rule, Function<DmsTask, Stream<Fault>> check) implements LintRule {
  /**
   * What is wrong with a value.
   *
   * @param key the names above the value, with dots between; the value may be missing
   */
  record Fault(String key, String message, String next) {}

  @Override
  public List<Rule> rules() {
    return List.of(rule);
  }

  @Override
  public List<Finding> check(Bundle bundle) {
    return bundle.dmsTasks().stream().flatMap(this::check).toList();
  }

  /** Returns the findings about one task. */
  Stream<Finding> check(DmsFile file) {
    return check
        .apply(DmsTask.of(file))
        .map(
            fault ->
                rule.finding(
                        file.valueAt(JsonPointer.compile("/" + fault.key().replace('.', '/'))),
                        // An element of a list has no name.
                        fault.key().replaceAll("\\.\\d+", ""),
                        fault.message(),
                        fault.next())
                    .acceptableBy(file.qualifiedName()));
  }
}
