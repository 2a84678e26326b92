package io.mskcdc.local.dynamodb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.aws.rest.Input;
import io.mskcdc.local.aws.rest.Json;
import io.mskcdc.local.aws.rest.VerifiedRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The operations Query and Scan, whose pages have at most 1 MB of items. */
final class ReadOperations {
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_SEGMENTS = 1_000_000;
  private static final String START = "ExclusiveStartKey";
  private static final String FILTER = "FilterExpression";
  private static final String KEY_CONDITION = "KeyConditionExpression";

  private final Tables tables;

  ReadOperations(Tables tables) {
    this.tables = tables;
  }

  void addTo(Operations operations) {
    operations.add("Query", this::query, members(KEY_CONDITION, "ScanIndexForward"));
    operations.add("Scan", this::scan, members("Segment", "TotalSegments"));
  }

  private static String[] members(String... own) {
    return Stream.concat(
            Stream.of(
                "TableName",
                "Limit",
                START,
                FILTER,
                "Select",
                "ConsistentRead",
                Placeholders.NAMES,
                Placeholders.VALUES),
            Stream.of(own))
        .toArray(String[]::new);
  }

  private ObjectNode query(Input input, VerifiedRequest call) {
    Table table = tables.table(input, call, "Query");
    Placeholders placeholders = Placeholders.of(input);
    Condition condition =
        ConditionParser.parse(
            new ExpressionTokens(KEY_CONDITION, input.requiredText(KEY_CONDITION), placeholders));
    KeyCondition keys = KeyCondition.of(condition, table.schema());
    Predicate<Item> filter = filter(input, placeholders);
    placeholders.requireAllUsed();
    Optional<ItemKey> start = start(input, table);
    if (start.isPresent() && !keys.matches(start.get())) {
      throw DynamoDbErrors.invalid("The provided starting key is invalid");
    }
    boolean forward = !input.has("ScanIndexForward") || input.flag("ScanIndexForward");
    List<ItemKey> found = keys.find(table);
    if (!forward) {
      Collections.reverse(found);
    }
    // The item of the start key may have been deleted since.
    List<ItemKey> rest =
        found.stream()
            .filter(key -> start.isEmpty() || isAfter(key, start.get(), forward))
            .toList();
    return page(input, table, rest, filter);
  }

  private static boolean isAfter(ItemKey key, ItemKey start, boolean forward) {
    return forward ? key.compareTo(start) > 0 : key.compareTo(start) < 0;
  }

  private ObjectNode scan(Input input, VerifiedRequest call) {
    Table table = tables.table(input, call, "Scan");
    Placeholders placeholders = Placeholders.of(input);
    Predicate<Item> filter = filter(input, placeholders);
    placeholders.requireAllUsed();
    HashRange segment = segment(input);
    Optional<ItemKey> start = start(input, table);
    if (start.isPresent() && !segment.contains(start.get().hash())) {
      throw DynamoDbErrors.invalid(
          "The provided starting key is outside query boundaries based on provided conditions");
    }
    Iterable<ItemKey> rest =
        () ->
            table.itemsFrom(start.orElse(ItemKey.before(segment.first())), false).keySet().stream()
                .takeWhile(key -> segment.contains(key.hash()))
                .iterator();
    return page(input, table, rest, filter);
  }

  private static HashRange segment(Input input) {
    OptionalInt segment = input.number("Segment");
    OptionalInt total = input.number("TotalSegments");
    if (segment.isEmpty() && total.isEmpty()) {
      return HashRange.part(0, 1);
    }
    if (total.isEmpty()) {
      throw DynamoDbErrors.invalid(
          "The TotalSegments parameter is required but was not present in the request when Segment"
              + " parameter is present");
    }
    if (segment.isEmpty()) {
      throw DynamoDbErrors.invalid(
          "The Segment parameter is required but was not present in the request when parameter"
              + " TotalSegments is present");
    }
    if (total.getAsInt() < 1 || total.getAsInt() > MAX_SEGMENTS) {
      throw DynamoDbErrors.invalid("TotalSegments must be 1 to " + MAX_SEGMENTS);
    }
    if (segment.getAsInt() < 0 || segment.getAsInt() >= total.getAsInt()) {
      throw DynamoDbErrors.invalid(
          "The Segment parameter is zero-based and must be less than parameter TotalSegments:"
              + " Segment: %d is not less than TotalSegments: %d"
                  .formatted(segment.getAsInt(), total.getAsInt()));
    }
    return HashRange.part(segment.getAsInt(), total.getAsInt());
  }

  private static Optional<ItemKey> start(Input input, Table table) {
    return input.json(START).map(AttributeJson::attributes).map(key -> table.schema().ofKey(key));
  }

  private static Predicate<Item> filter(Input input, Placeholders placeholders) {
    return input
        .text(FILTER)
        .map(text -> ConditionParser.parse(new ExpressionTokens(FILTER, text, placeholders)))
        .<Predicate<Item>>map(condition -> item -> condition.holds(item.attributes()))
        .orElse(item -> true);
  }

  // The filter applies to the items that the limit and the size have chosen.
  private static ObjectNode page(
      Input input, Table table, Iterable<ItemKey> keys, Predicate<Item> filter) {
    int limit = Limits.read(input, Integer.MAX_VALUE);
    boolean counts =
        Values.read(input, "Select", List.of("ALL_ATTRIBUTES", "COUNT")).equals("COUNT");
    List<Item> items = new ArrayList<>();
    int scanned = 0;
    long bytes = 0;
    ItemKey last = null;
    boolean complete = true;
    for (ItemKey key : keys) {
      Item item = table.get(key);
      bytes += item.size();
      if (scanned > 0 && bytes > MAX_BYTES) {
        complete = false;
        break;
      }
      scanned++;
      last = key;
      if (filter.test(item)) {
        items.add(item);
      }
      if (scanned == limit) {
        // As on AWS, also if no further item follows.
        complete = false;
        break;
      }
    }
    ObjectNode output = Json.object().put("Count", items.size()).put("ScannedCount", scanned);
    if (!counts) {
      ArrayNode list = output.putArray("Items");
      items.forEach(item -> list.add(AttributeJson.write(item.attributes())));
    }
    if (!complete) {
      Map<String, AttributeValue> attributes = table.schema().attributes(last);
      output.set("LastEvaluatedKey", AttributeJson.write(attributes));
    }
    return output;
  }
}
