package io.mskcdc.local.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.local.aws.rest.Input;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A write of one item, as PutItem, UpdateItem, DeleteItem and the actions of a transaction request
 * it.
 *
 * @param condition empty if the write has none
 * @param showsItem whether the error for a condition that does not hold shows the item
 * @param change returns the item after the write, null for none; it takes null for none
 */
record ItemWrite(
    Table table,
    ItemKey key,
    Optional<Condition> condition,
    boolean showsItem,
    UnaryOperator<Item> change) {
  private static final String CONDITION = "ConditionExpression";
  private static final String UPDATE = "UpdateExpression";
  private static final String ON_FAILURE = "ReturnValuesOnConditionCheckFailure";

  /** The members that each kind of write has. */
  private static final List<String> CONDITION_MEMBERS =
      List.of("TableName", CONDITION, Placeholders.NAMES, Placeholders.VALUES, ON_FAILURE);

  /** A kind of write. */
  enum Kind {
    PUT("PutItem", "Item"),
    UPDATE("UpdateItem", "Key", ItemWrite.UPDATE),
    DELETE("DeleteItem", "Key"),
    CHECK("ConditionCheckItem", "Key");

    private final String action;
    private final List<String> members;

    Kind(String action, String... members) {
      this.action = action;
      this.members = List.of(members);
    }

    /** Returns the name in policies, without the service. */
    String action() {
      return action;
    }

    /** Returns the members of such a write, in an operation or in a transaction. */
    Set<String> members() {
      Set<String> all = new HashSet<>(CONDITION_MEMBERS);
      all.addAll(members);
      return all;
    }
  }

  /** Reads a write on a table that the principal may write to. */
  static ItemWrite read(Kind kind, Input input, Table table) {
    Placeholders placeholders = Placeholders.of(input);
    Optional<Condition> condition =
        input
            .text(CONDITION)
            .map(
                text -> ConditionParser.parse(new ExpressionTokens(CONDITION, text, placeholders)));
    ItemWrite write =
        switch (kind) {
          case PUT -> put(table, input.requiredJson("Item"));
          case UPDATE -> update(table, input, placeholders);
          case DELETE -> delete(table, input.requiredJson("Key"));
          case CHECK -> check(table, input);
        };
    placeholders.requireAllUsed();
    boolean shows = Values.read(input, ON_FAILURE, List.of("NONE", "ALL_OLD")).equals("ALL_OLD");
    return new ItemWrite(table, write.key, condition, shows, write.change);
  }

  private static ItemWrite of(Table table, ItemKey key, UnaryOperator<Item> change) {
    return new ItemWrite(table, key, Optional.empty(), false, change);
  }

  static ItemWrite put(Table table, JsonNode attributes) {
    Item item =
        new Item(AttributeJson.attributes(attributes))
            .requireSize("Item size has exceeded the maximum allowed size");
    return of(table, table.schema().ofItem(item.attributes()), before -> item);
  }

  static ItemWrite delete(Table table, JsonNode key) {
    return of(table, key(table, key), before -> null);
  }

  private static ItemWrite check(Table table, Input input) {
    if (!input.has(CONDITION)) {
      throw input.missing(CONDITION);
    }
    return of(table, key(table, input.requiredJson("Key")), before -> before);
  }

  private static ItemWrite update(Table table, Input input, Placeholders placeholders) {
    ItemKey key = key(table, input.requiredJson("Key"));
    Update update =
        input
            .text(UPDATE)
            .map(text -> UpdateParser.parse(new ExpressionTokens(UPDATE, text, placeholders)))
            .orElseGet(Update::new);
    for (DocumentPath path : update.paths()) {
      if (table.schema().isKey(path.attribute())) {
        throw DynamoDbErrors.invalidParameter(
            "Cannot update attribute " + path.attribute() + ". This attribute is part of the key");
      }
    }
    return of(table, key, before -> updated(table, key, update, before));
  }

  private static Item updated(Table table, ItemKey key, Update update, Item before) {
    Map<String, AttributeValue> attributes = new HashMap<>(table.schema().attributes(key));
    if (before != null) {
      attributes.putAll(before.attributes());
    }
    return new Item(update.apply(attributes))
        .requireSize("Item size to update has exceeded the maximum allowed size");
  }

  private static ItemKey key(Table table, JsonNode key) {
    return table.schema().ofKey(AttributeJson.attributes(key));
  }

  /** Returns the item before the write, null for none. */
  Item before() {
    return table.get(key);
  }

  /**
   * Checks the condition.
   *
   * @throws io.mskcdc.local.aws.rest.ServiceError if it does not hold
   */
  void requireCondition() {
    Item before = before();
    Map<String, AttributeValue> attributes = before == null ? Map.of() : before.attributes();
    if (condition.isPresent() && !condition.get().holds(attributes)) {
      throw DynamoDbErrors.conditionFailed(showsItem ? before : null);
    }
  }

  /** Returns the item after the write, null for none. */
  Item after() {
    return change.apply(before());
  }
}
