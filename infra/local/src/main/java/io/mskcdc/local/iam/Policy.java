package io.mskcdc.local.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An IAM policy document. An action is allowed if a statement allows it and none denies it.
 *
 * <p>Format: "IAM JSON policy reference" in the IAM User Guide, with the elements Version, Id,
 * Statement, Sid, Effect, Action and Resource. A document with another element is refused, since
 * ignoring a Condition or a NotAction would allow more than AWS does.
 */
public final class Policy {
  /** The policy that allows nothing. */
  static final Policy NONE = new Policy(List.of());

  private static final Set<String> ELEMENTS = Set.of("Version", "Id", "Statement");
  private static final Set<String> STATEMENT_ELEMENTS =
      Set.of("Sid", "Effect", "Action", "Resource");

  private final List<Statement> statements;

  private record Statement(boolean allow, List<Pattern> actions, List<Pattern> resources) {
    boolean matches(String action, String resource) {
      return actions.stream().anyMatch(pattern -> pattern.matcher(action).matches())
          && resources.stream().anyMatch(pattern -> pattern.matcher(resource).matches());
    }
  }

  private Policy(List<Statement> statements) {
    this.statements = List.copyOf(statements);
  }

  /**
   * Reads a document.
   *
   * @throws IllegalArgumentException if it is not a policy, or has an unsupported element
   */
  public static Policy parse(JsonNode document) {
    requireKnown(document, ELEMENTS);
    List<Statement> statements = new ArrayList<>();
    for (JsonNode statement : list(document.path("Statement"))) {
      requireKnown(statement, STATEMENT_ELEMENTS);
      String effect = statement.path("Effect").asText();
      if (!Set.of("Allow", "Deny").contains(effect)) {
        throw new IllegalArgumentException("a statement's Effect is neither Allow nor Deny");
      }
      statements.add(
          new Statement(
              effect.equals("Allow"),
              // Actions ignore case, ARNs do not.
              patterns(statement, "Action", Pattern.CASE_INSENSITIVE),
              patterns(statement, "Resource", 0)));
    }
    return new Policy(statements);
  }

  /** Returns whether an action on a resource, named by its ARN, is allowed. */
  public boolean allows(String action, String resource) {
    boolean allowed = false;
    for (Statement statement : statements) {
      if (statement.matches(action, resource)) {
        if (!statement.allow()) {
          return false;
        }
        allowed = true;
      }
    }
    return allowed;
  }

  private static List<Pattern> patterns(JsonNode statement, String element, int flags) {
    List<Pattern> patterns = new ArrayList<>();
    for (JsonNode value : list(statement.path(element))) {
      patterns.add(Pattern.compile(regex(value.asText()), flags | Pattern.DOTALL));
    }
    if (patterns.isEmpty()) {
      throw new IllegalArgumentException("a statement has no " + element);
    }
    return patterns;
  }

  private static String regex(String pattern) {
    return pattern
        .chars()
        .mapToObj(
            c ->
                switch (c) {
                  case '*' -> ".*";
                  case '?' -> ".";
                  default -> Pattern.quote(Character.toString(c));
                })
        .collect(Collectors.joining());
  }

  /** Returns the elements of a list, or the only element if it is not in a list. */
  private static List<JsonNode> list(JsonNode node) {
    if (node.isArray()) {
      List<JsonNode> all = new ArrayList<>();
      node.forEach(all::add);
      return all;
    }
    return node.isMissingNode() ? List.of() : List.of(node);
  }

  private static void requireKnown(JsonNode object, Set<String> known) {
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw new IllegalArgumentException("the element " + name + " is not supported");
              }
            });
  }
}
