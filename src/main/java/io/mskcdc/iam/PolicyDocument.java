package io.mskcdc.iam;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * An IAM policy that consists of allowing statements.
 *
 * @param statements its statements
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html">IAM,
 *     grammar of policies</a>
 */
public record PolicyDocument(List<Statement> statements) {

  public PolicyDocument {
    statements = List.copyOf(statements);
  }

  /** Returns a document that allows exactly what the two documents allow together. */
  public PolicyDocument and(PolicyDocument other) {
    Map<Allowed, Set<String>> resources = new LinkedHashMap<>();
    Stream.concat(statements.stream(), other.statements.stream())
        .forEach(
            statement ->
                resources
                    .computeIfAbsent(
                        new Allowed(statement.sid(), statement.actions()), any -> new TreeSet<>())
                    .addAll(statement.resources()));
    // Names are unique, so a statement with the same name and other actions gets a number.
    Map<String, Integer> named = new HashMap<>();
    List<Statement> both = new ArrayList<>();
    resources.forEach(
        (allowed, arns) -> {
          int count = named.merge(allowed.sid(), 1, Integer::sum);
          String sid = count == 1 ? allowed.sid() : allowed.sid() + count;
          both.add(new Statement(sid, allowed.actions(), List.copyOf(arns)));
        });
    return new PolicyDocument(both);
  }

  private record Allowed(String sid, List<String> actions) {}

  /**
   * Allows actions on resources.
   *
   * @param sid the statement's name, unique within the document
   * @param actions the actions with their service, like {@code kafka-cluster:Connect}, sorted
   * @param resources ARNs, in which a star stands for any characters and a question mark for one,
   *     sorted
   */
  public record Statement(String sid, List<String> actions, List<String> resources) {
    public Statement {
      actions = List.copyOf(actions);
      resources = List.copyOf(resources);
    }
  }
}
