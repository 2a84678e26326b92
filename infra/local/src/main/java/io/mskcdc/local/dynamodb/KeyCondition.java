package io.mskcdc.local.dynamodb;

import io.mskcdc.local.aws.rest.ServiceError;
import io.mskcdc.local.dynamodb.Condition.And;
import io.mskcdc.local.dynamodb.Condition.BeginsWith;
import io.mskcdc.local.dynamodb.Condition.Between;
import io.mskcdc.local.dynamodb.Condition.Comparison;
import io.mskcdc.local.dynamodb.Operand.Constant;
import io.mskcdc.local.dynamodb.Operand.InItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The condition of a Query: a value of the partition key, and optionally a condition on the sort
 * key.
 *
 * @param sort null for none
 */
record KeyCondition(AttributeValue partition, Condition sort, KeySchema schema) {

  /** Checks that a condition is of this form, in either order. */
  static KeyCondition of(Condition condition, KeySchema schema) {
    if (condition instanceof And and) {
      return isOn(and.left(), schema.partition().name())
          ? of(and.left(), and.right(), schema)
          : of(and.right(), and.left(), schema);
    }
    return of(condition, null, schema);
  }

  private static KeyCondition of(Condition partition, Condition sort, KeySchema schema) {
    String name = schema.partition().name();
    if (!isOn(partition, name)) {
      throw missing(name);
    }
    boolean isEqual =
        partition instanceof Comparison comparison
            && comparison.operator().equals("=")
            && comparison.right() instanceof Constant;
    if (!isEqual) {
      throw DynamoDbErrors.invalid("Query key condition not supported");
    }
    AttributeValue value = ((Constant) ((Comparison) partition).right()).value();
    requireType(value, schema.partition());
    if (sort != null) {
      requireSort(sort, schema.sort());
    }
    return new KeyCondition(value, sort, schema);
  }

  private static void requireSort(Condition sort, KeySchema.Attribute attribute) {
    if (attribute == null || !isOn(sort, attribute.name())) {
      throw missing(attribute == null ? "sort key" : attribute.name());
    }
    for (Operand operand : operands(sort)) {
      if (!(operand instanceof Constant constant)) {
        throw DynamoDbErrors.invalid("Query key condition not supported");
      }
      requireType(constant.value(), attribute);
    }
  }

  private static List<Operand> operands(Condition sort) {
    if (sort instanceof Between between) {
      return List.of(between.low(), between.high());
    }
    if (sort instanceof BeginsWith beginsWith) {
      return List.of(beginsWith.prefix());
    }
    Comparison comparison = (Comparison) sort;
    if (comparison.operator().equals("<>")) {
      throw DynamoDbErrors.invalid("Query key condition not supported");
    }
    return List.of(comparison.right());
  }

  private static void requireType(AttributeValue value, KeySchema.Attribute attribute) {
    if (!value.type().equals(attribute.type())) {
      throw DynamoDbErrors.invalidParameter("Condition parameter type does not match schema type");
    }
  }

  private static ServiceError missing(String name) {
    return DynamoDbErrors.invalid("Query condition missed key schema element: " + name);
  }

  // Whether a condition is one that keys may have, on this attribute.
  private static boolean isOn(Condition condition, String name) {
    Operand operand = null;
    if (condition instanceof Comparison comparison) {
      operand = comparison.left();
    } else if (condition instanceof Between between) {
      operand = between.operand();
    } else if (condition instanceof BeginsWith beginsWith) {
      operand = beginsWith.operand();
    }
    return operand instanceof InItem attribute
        && attribute.path().steps().size() == 1
        && attribute.path().attribute().equals(name);
  }

  /** Returns whether the condition holds for a key. */
  boolean matches(ItemKey key) {
    return key.partition().equals(partition)
        && (sort == null || sort.holds(Map.of(schema.sort().name(), key.sort())));
  }

  /** Returns the keys of a table's items for which the condition holds, in their order. */
  List<ItemKey> find(Table table) {
    List<ItemKey> found = new ArrayList<>();
    ItemKey start = ItemKey.of(partition, null);
    for (ItemKey key : table.itemsFrom(start, true).keySet()) {
      if (!key.partition().equals(partition)) {
        break;
      }
      if (matches(key)) {
        found.add(key);
      }
    }
    return found;
  }
}
