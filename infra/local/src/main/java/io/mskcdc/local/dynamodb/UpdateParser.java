package io.mskcdc.local.dynamodb;

import io.mskcdc.local.dynamodb.AttributeValue.Decimal;
import io.mskcdc.local.dynamodb.AttributeValue.SetOf;
import io.mskcdc.local.dynamodb.Update.Expression;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Parses an UpdateExpression.
 *
 * <p>Format: "Using update expressions in DynamoDB" in the DynamoDB Developer Guide.
 */
final class UpdateParser {
  private final ExpressionTokens tokens;
  private final Update update = new Update();

  private UpdateParser(ExpressionTokens tokens) {
    this.tokens = tokens;
  }

  static Update parse(ExpressionTokens tokens) {
    UpdateParser parser = new UpdateParser(tokens);
    parser.clauses();
    return parser.update;
  }

  private void clauses() {
    Set<String> clauses = new HashSet<>();
    while (!tokens.atEnd()) {
      String clause = clause();
      if (!clauses.add(clause)) {
        throw tokens.invalid(
            "The \"" + clause + "\" section can only be used once in an update expression;");
      }
      do {
        action(clause);
      } while (tokens.skip(","));
    }
  }

  private String clause() {
    for (String clause : List.of("SET", "REMOVE", "ADD", "DELETE")) {
      if (tokens.skip(clause)) {
        return clause;
      }
    }
    throw tokens.syntaxError();
  }

  private void action(String clause) {
    DocumentPath path = tokens.path();
    requireApart(path);
    switch (clause) {
      case "SET" -> {
        tokens.require("=");
        update.set(path, sum());
      }
      case "REMOVE" -> update.remove(path);
      case "ADD" -> update.add(path, operand(clause));
      default -> update.delete(path, (SetOf) operand(clause));
    }
  }

  private void requireApart(DocumentPath path) {
    for (DocumentPath other : update.paths()) {
      if (other.overlaps(path)) {
        throw tokens.invalid(
            "Two document paths overlap with each other; must remove or rewrite one of these"
                + " paths; path one: "
                + other
                + ", path two: "
                + path);
      }
    }
  }

  private AttributeValue operand(String clause) {
    AttributeValue value = tokens.value();
    boolean allowed = value instanceof SetOf || clause.equals("ADD") && value instanceof Decimal;
    if (!allowed) {
      throw tokens.invalid(
          "Incorrect operand type for operator or function; operator: %s, operand type: %s"
                  .formatted(clause, value.type())
              + ", typeSet: ALLOWED_FOR_%s_OPERAND".formatted(clause));
    }
    return value;
  }

  private Expression sum() {
    Expression left = term();
    if (tokens.skip("+")) {
      return new Update.Sum(left, term(), false);
    }
    return tokens.skip("-") ? new Update.Sum(left, term(), true) : left;
  }

  private Expression term() {
    if (tokens.atValue()) {
      return new Update.Present(new Operand.Constant(tokens.value()));
    }
    if (tokens.atFunction("if_not_exists")) {
      tokens.take();
      tokens.require("(");
      DocumentPath path = tokens.path();
      tokens.require(",");
      Expression otherwise = term();
      tokens.require(")");
      return new Update.IfNotExists(path, otherwise);
    }
    if (tokens.atFunction("list_append")) {
      tokens.take();
      tokens.require("(");
      Expression first = term();
      tokens.require(",");
      Expression second = term();
      tokens.require(")");
      return new Update.ListAppend(first, second);
    }
    return new Update.Present(new Operand.InItem(tokens.path()));
  }
}
