package io.mskcdc.local.dynamodb;

import io.mskcdc.local.dynamodb.AttributeValue.Binary;
import io.mskcdc.local.dynamodb.AttributeValue.Decimal;
import io.mskcdc.local.dynamodb.AttributeValue.Sequence;
import io.mskcdc.local.dynamodb.AttributeValue.SetOf;
import io.mskcdc.local.dynamodb.AttributeValue.Text;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A condition of a ConditionExpression, FilterExpression or KeyConditionExpression.
 *
 * <p>Format: "Condition and filter expressions, operators, and functions" in the DynamoDB Developer
 * Guide.
 */
sealed interface Condition {
  /** Returns whether the condition holds for the attributes of an item, empty for no item. */
  boolean holds(Map<String, AttributeValue> item);

  /** Returns whether values of a type have an order. */
  static boolean isOrdered(AttributeValue value) {
    return value instanceof Text || value instanceof Decimal || value instanceof Binary;
  }

  private static boolean areOrdered(AttributeValue left, AttributeValue right) {
    return isOrdered(left) && left.type().equals(right.type());
  }

  /** Both conditions. */
  record And(Condition left, Condition right) implements Condition {
    @Override
    public boolean holds(Map<String, AttributeValue> item) {
      return left.holds(item) && right.holds(item);
    }
  }

  /** At least one of two conditions. */
  record Or(Condition left, Condition right) implements Condition {
    @Override
    public boolean holds(Map<String, AttributeValue> item) {
      return left.holds(item) || right.holds(item);
    }
  }

  /** The opposite of a condition. */
  record Not(Condition condition) implements Condition {
    @Override
    public boolean holds(Map<String, AttributeValue> item) {
      return !condition.holds(item);
    }
  }

  /** A comparison by {@code = <> < <= >} or {@code >=}. */
  record Comparison(Operand left, String operator, Operand right) implements Condition {
    @Override
    public boolean holds(Map<String, AttributeValue> item) {
      Optional<AttributeValue> first = left.in(item);
      Optional<AttributeValue> second = right.in(item);
      if (operator.equals("<>")) {
        return !first.isPresent() || !first.equals(second);
      }
      if (first.isEmpty() || second.isEmpty()) {
        return false;
      }
      if (operator.equals("=")) {
        return first.equals(second);
      }
      return areOrdered(first.get(), second.get())
          && matches(AttributeValue.compare(first.get(), second.get()));
    }

    private boolean matches(int order) {
      return switch (operator) {
        case "<" -> order < 0;
        case "<=" -> order <= 0;
        case ">" -> order > 0;
        default -> order >= 0;
      };
    }
  }

  /** {@code a BETWEEN :low AND :high}, both inclusive. */
  record Between(Operand operand, Operand low, Operand high) implements Condition {
    @Override
    public boolean holds(Map<String, AttributeValue> item) {
      return new Comparison(operand, ">=", low).holds(item)
          && new Comparison(operand, "<=", high).holds(item);
    }
  }

  /** {@code a IN (:b, :c)}. */
  record In(Operand operand, List<Operand> candidates) implements Condition {
    @Override
    public boolean holds(Map<String, AttributeValue> item) {
      return candidates.stream()
          .anyMatch(candidate -> new Comparison(operand, "=", candidate).holds(item));
    }
  }

  /** {@code attribute_exists(a)}. */
  record Exists(DocumentPath path) implements Condition {
    @Override
    public boolean holds(Map<String, AttributeValue> item) {
      return path.in(item).isPresent();
    }
  }

  /** {@code attribute_type(a, :type)}. */
  record HasType(DocumentPath path, String type) implements Condition {
    @Override
    public boolean holds(Map<String, AttributeValue> item) {
      return path.in(item).filter(value -> value.type().equals(type)).isPresent();
    }
  }

  /** {@code begins_with(a, :prefix)}, for strings and bytes. */
  record BeginsWith(Operand operand, Operand prefix) implements Condition {
    @Override
    public boolean holds(Map<String, AttributeValue> item) {
      Optional<AttributeValue> value = operand.in(item);
      Optional<AttributeValue> start = prefix.in(item);
      if (value.isEmpty() || start.isEmpty() || !areOrdered(value.get(), start.get())) {
        return false;
      }
      if (value.get() instanceof Decimal) {
        return false;
      }
      byte[] bytes = value.get().bytesToCompare();
      byte[] first = start.get().bytesToCompare();
      return bytes.length >= first.length
          && Arrays.equals(bytes, 0, first.length, first, 0, first.length);
    }
  }

  /** {@code contains(a, :b)}: a part of a string, or an element of a set or list. */
  record Contains(Operand operand, Operand part) implements Condition {
    @Override
    public boolean holds(Map<String, AttributeValue> item) {
      AttributeValue value = operand.in(item).orElse(null);
      AttributeValue wanted = part.in(item).orElse(null);
      if (value == null || wanted == null) {
        return false;
      }
      if (value instanceof Text text) {
        return wanted instanceof Text substring && text.text().contains(substring.text());
      }
      return value instanceof SetOf set && set.elements().contains(wanted)
          || value instanceof Sequence list && list.elements().contains(wanted);
    }
  }
}
