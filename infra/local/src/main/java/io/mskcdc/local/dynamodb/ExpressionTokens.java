package io.mskcdc.local.dynamodb;

import io.mskcdc.local.aws.rest.ServiceError;
import io.mskcdc.local.dynamodb.DocumentPath.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tokens of an expression, and the parts that all kinds of expressions have.
 *
 * <p>Format: "Using expressions in DynamoDB" in the DynamoDB Developer Guide.
 */
final class ExpressionTokens {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*([A-Za-z_][A-Za-z0-9_]*|[#:][A-Za-z0-9_]+|[0-9]+|<>|<=|>=|[=<>()\\[\\].,+-])");

  private final String expression;
  private final Placeholders placeholders;
  private final List<String> tokens = new ArrayList<>();
  private int next;

  /**
   * @param expression the member of the input, such as UpdateExpression
   * @param text its value
   */
  ExpressionTokens(String expression, String text, Placeholders placeholders) {
    this.expression = expression;
    this.placeholders = placeholders;
    String trimmed = text.strip();
    if (trimmed.isEmpty()) {
      throw invalid("The expression can not be empty;");
    }
    Matcher matcher = TOKEN.matcher(trimmed);
    int end = 0;
    while (end < trimmed.length()) {
      if (!matcher.find(end) || matcher.start() != end) {
        throw invalid("Syntax error; token: \"" + trimmed.charAt(end) + "\"");
      }
      tokens.add(matcher.group(1));
      end = matcher.end();
    }
  }

  boolean atEnd() {
    return next == tokens.size();
  }

  private String peek() {
    return atEnd() ? "" : tokens.get(next);
  }

  /** Returns whether the next token is a keyword, in any case, or a symbol. */
  boolean at(String token) {
    return peek().equalsIgnoreCase(token);
  }

  /** Returns whether the next tokens are the name and the parenthesis of a function. */
  boolean atFunction(String name) {
    return peek().equals(name) && next + 1 < tokens.size() && tokens.get(next + 1).equals("(");
  }

  boolean atValue() {
    return peek().startsWith(":");
  }

  /** Skips the next token if it is the given one. */
  boolean skip(String token) {
    boolean found = at(token);
    if (found) {
      next++;
    }
    return found;
  }

  void require(String token) {
    if (!skip(token)) {
      throw syntaxError();
    }
  }

  void requireEnd() {
    if (!atEnd()) {
      throw syntaxError();
    }
  }

  String take() {
    String token = peek();
    next++;
    return token;
  }

  AttributeValue value() {
    if (!atValue()) {
      throw syntaxError();
    }
    return placeholders.value(take(), expression);
  }

  DocumentPath path() {
    List<Step> steps = new ArrayList<>();
    steps.add(name());
    while (true) {
      if (skip(".")) {
        steps.add(name());
      } else if (skip("[")) {
        steps.add(Step.index(index()));
        require("]");
      } else {
        return new DocumentPath(steps);
      }
    }
  }

  private Step name() {
    String token = peek();
    if (!token.matches("[A-Za-z_#].*")) {
      throw syntaxError();
    }
    next++;
    return Step.name(token.startsWith("#") ? placeholders.name(token, expression) : token);
  }

  private int index() {
    if (!peek().matches("[0-9]{1,9}")) {
      throw syntaxError();
    }
    return Integer.parseInt(take());
  }

  ServiceError syntaxError() {
    String near =
        String.join(" ", tokens.subList(Math.max(0, next - 1), Math.min(tokens.size(), next + 2)));
    return invalid(
        "Syntax error; token: \"" + (atEnd() ? "<EOF>" : peek()) + "\", near: \"" + near + "\"");
  }

  ServiceError invalid(String message) {
    return DynamoDbErrors.invalid("Invalid " + expression + ": " + message);
  }
}
