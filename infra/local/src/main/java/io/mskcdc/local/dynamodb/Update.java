package io.mskcdc.local.dynamodb;

import io.mskcdc.local.aws.rest.ServiceError;
import io.mskcdc.local.dynamodb.AttributeValue.Decimal;
import io.mskcdc.local.dynamodb.AttributeValue.Sequence;
import io.mskcdc.local.dynamodb.AttributeValue.SetOf;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;

/** The actions of an update. All of them read the item as it was before the update. */
final class Update {
  private final List<DocumentPath> paths = new ArrayList<>();
  private final Map<DocumentPath, Expression> sets = new LinkedHashMap<>();
  private final Map<DocumentPath, AttributeValue> additions = new LinkedHashMap<>();
  private final Map<DocumentPath, SetOf> deletions = new LinkedHashMap<>();
  private final List<DocumentPath> removals = new ArrayList<>();

  /** The right side of a SET action. */
  sealed interface Expression {
    AttributeValue in(Map<String, AttributeValue> item);
  }

  /** A value of the request, or of an attribute that must exist. */
  record Present(Operand operand) implements Expression {
    @Override
    public AttributeValue in(Map<String, AttributeValue> item) {
      return operand
          .in(item)
          .orElseThrow(
              () ->
                  DynamoDbErrors.invalid(
                      "The provided expression refers to an attribute that does not exist in the"
                          + " item"));
    }
  }

  /** {@code if_not_exists(path, otherwise)}. */
  record IfNotExists(DocumentPath path, Expression otherwise) implements Expression {
    @Override
    public AttributeValue in(Map<String, AttributeValue> item) {
      return path.in(item).orElseGet(() -> otherwise.in(item));
    }
  }

  /** {@code list_append(first, second)}. */
  record ListAppend(Expression first, Expression second) implements Expression {
    @Override
    public AttributeValue in(Map<String, AttributeValue> item) {
      List<AttributeValue> elements = new ArrayList<>(list(first.in(item)));
      elements.addAll(list(second.in(item)));
      return new Sequence(elements);
    }

    private static List<AttributeValue> list(AttributeValue value) {
      if (value instanceof Sequence list) {
        return list.elements();
      }
      throw wrongType();
    }
  }

  /** The sum or difference of two numbers. */
  record Sum(Expression left, Expression right, boolean subtracts) implements Expression {
    @Override
    public AttributeValue in(Map<String, AttributeValue> item) {
      if (left.in(item) instanceof Decimal first && right.in(item) instanceof Decimal second) {
        BigDecimal number = second.value();
        return Decimal.of(first.value().add(subtracts ? number.negate() : number));
      }
      throw wrongType();
    }
  }

  private static ServiceError wrongType() {
    return DynamoDbErrors.invalid("An operand in the update expression has an incorrect data type");
  }

  void set(DocumentPath path, Expression expression) {
    paths.add(path);
    sets.put(path, expression);
  }

  void remove(DocumentPath path) {
    paths.add(path);
    removals.add(path);
  }

  void add(DocumentPath path, AttributeValue value) {
    paths.add(path);
    additions.put(path, value);
  }

  void delete(DocumentPath path, SetOf elements) {
    paths.add(path);
    deletions.put(path, elements);
  }

  /** Returns the paths of all actions. */
  List<DocumentPath> paths() {
    return paths;
  }

  /** Returns the attributes of the item after the update. */
  Map<String, AttributeValue> apply(Map<String, AttributeValue> item) {
    Map<DocumentPath, AttributeValue> values = new LinkedHashMap<>();
    sets.forEach((path, expression) -> values.put(path, expression.in(item)));
    Map<String, AttributeValue> updated = item;
    for (var set : values.entrySet()) {
      updated = set.getKey().replace(updated, present -> set.getValue());
    }
    for (var addition : additions.entrySet()) {
      updated = addition.getKey().replace(updated, present -> add(present, addition.getValue()));
    }
    for (var deletion : deletions.entrySet()) {
      updated = deletion.getKey().replace(updated, present -> delete(present, deletion.getValue()));
    }
    for (DocumentPath removal :
        removals.stream().sorted(DocumentPath.LAST_ELEMENTS_FIRST).toList()) {
      updated = removal.replace(updated, present -> null);
    }
    return updated;
  }

  private static AttributeValue add(AttributeValue present, AttributeValue added) {
    if (present == null) {
      return added;
    }
    if (present instanceof Decimal number && added instanceof Decimal increment) {
      return Decimal.of(number.value().add(increment.value()));
    }
    return combine(
        present,
        added,
        (left, right) -> {
          left.addAll(right);
          return left;
        });
  }

  private static AttributeValue delete(AttributeValue present, SetOf deleted) {
    if (present == null) {
      return null;
    }
    SetOf rest =
        combine(
            present,
            deleted,
            (left, right) -> {
              left.removeAll(right);
              return left;
            });
    return rest.elements().isEmpty() ? null : rest;
  }

  private static SetOf combine(
      AttributeValue present, AttributeValue other, BinaryOperator<Set<AttributeValue>> change) {
    if (present instanceof SetOf set
        && other instanceof SetOf operand
        && set.elementType().equals(operand.elementType())) {
      return new SetOf(
          set.elementType(), change.apply(new HashSet<>(set.elements()), operand.elements()));
    }
    throw wrongType();
  }
}
