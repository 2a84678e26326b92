package io.mskcdc.local.dynamodb;

import io.mskcdc.local.dynamodb.AttributeValue.Text;
import io.mskcdc.local.dynamodb.Condition.And;
import io.mskcdc.local.dynamodb.Condition.BeginsWith;
import io.mskcdc.local.dynamodb.Condition.Between;
import io.mskcdc.local.dynamodb.Condition.Comparison;
import io.mskcdc.local.dynamodb.Condition.Contains;
import io.mskcdc.local.dynamodb.Condition.Exists;
import io.mskcdc.local.dynamodb.Condition.HasType;
import io.mskcdc.local.dynamodb.Condition.In;
import io.mskcdc.local.dynamodb.Condition.Not;
import io.mskcdc.local.dynamodb.Condition.Or;
import io.mskcdc.local.dynamodb.Operand.Constant;
import io.mskcdc.local.dynamodb.Operand.InItem;
import io.mskcdc.local.dynamodb.Operand.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Parses conditions; NOT binds more strongly than AND, and AND more strongly than OR. */
final class ConditionParser {
  private static final Set<String> OPERATORS = Set.of("=", "<>", "<", "<=", ">", ">=");
  private static final Set<String> TYPES =
      Set.of("S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M");
  private static final int MAX_CANDIDATES = 100;

  private final ExpressionTokens tokens;

  private ConditionParser(ExpressionTokens tokens) {
    this.tokens = tokens;
  }

  static Condition parse(ExpressionTokens tokens) {
    Condition condition = new ConditionParser(tokens).or();
    tokens.requireEnd();
    return condition;
  }

  private Condition or() {
    Condition condition = and();
    while (tokens.skip("OR")) {
      condition = new Or(condition, and());
    }
    return condition;
  }

  private Condition and() {
    Condition condition = not();
    while (tokens.skip("AND")) {
      condition = new And(condition, not());
    }
    return condition;
  }

  private Condition not() {
    return tokens.skip("NOT") ? new Not(not()) : simple();
  }

  private Condition simple() {
    if (tokens.skip("(")) {
      Condition condition = or();
      tokens.require(")");
      return condition;
    }
    for (String function :
        List.of(
            "attribute_exists",
            "attribute_not_exists",
            "attribute_type",
            "begins_with",
            "contains")) {
      if (tokens.atFunction(function)) {
        return function();
      }
    }
    return comparison();
  }

  private Condition function() {
    String name = tokens.take();
    tokens.require("(");
    Condition condition =
        switch (name) {
          case "attribute_exists" -> new Exists(tokens.path());
          case "attribute_not_exists" -> new Not(new Exists(tokens.path()));
          case "attribute_type" -> hasType();
          case "begins_with" -> new BeginsWith(operand(), second());
          default -> new Contains(operand(), second());
        };
    tokens.require(")");
    return condition;
  }

  private Condition hasType() {
    DocumentPath path = tokens.path();
    tokens.require(",");
    if (tokens.value() instanceof Text type && TYPES.contains(type.text())) {
      return new HasType(path, type.text());
    }
    throw tokens.invalid("Invalid attribute type name found; valid types: " + TYPES);
  }

  private Operand second() {
    tokens.require(",");
    return operand();
  }

  private Condition comparison() {
    Operand left = operand();
    if (tokens.skip("BETWEEN")) {
      Operand low = ordered("BETWEEN", operand());
      tokens.require("AND");
      return new Between(left, low, ordered("BETWEEN", operand()));
    }
    if (tokens.skip("IN")) {
      return new In(left, candidates());
    }
    String operator =
        OPERATORS.stream().filter(tokens::skip).findFirst().orElseThrow(tokens::syntaxError);
    Operand right = operand();
    if (!operator.equals("=") && !operator.equals("<>")) {
      ordered(operator, left);
      ordered(operator, right);
    }
    return new Comparison(left, operator, right);
  }

  private Operand ordered(String operator, Operand operand) {
    if (operand instanceof Constant constant && !Condition.isOrdered(constant.value())) {
      throw tokens.invalid(
          "Incorrect operand type for operator or function; operator or function: "
              + operator
              + ", operand type: "
              + constant.value().type());
    }
    return operand;
  }

  private List<Operand> candidates() {
    List<Operand> candidates = new ArrayList<>();
    tokens.require("(");
    do {
      candidates.add(operand());
    } while (tokens.skip(","));
    tokens.require(")");
    if (candidates.size() > MAX_CANDIDATES) {
      throw tokens.invalid(
          "The IN operator is provided with more than " + MAX_CANDIDATES + " operands");
    }
    return candidates;
  }

  private Operand operand() {
    if (tokens.atValue()) {
      return new Constant(tokens.value());
    }
    if (tokens.atFunction("size")) {
      tokens.take();
      tokens.require("(");
      DocumentPath path = tokens.path();
      tokens.require(")");
      return new Size(path);
    }
    return new InItem(tokens.path());
  }
}
