package io.mskcdc.local.dynamodb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.aws.rest.Input;
import io.mskcdc.local.aws.rest.Json;
import io.mskcdc.local.aws.rest.ServiceError;
import io.mskcdc.local.aws.rest.VerifiedRequest;
import io.mskcdc.local.dynamodb.ItemWrite.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The operations on one item, and BatchWriteItem. */
final class ItemOperations {
  private static final String RETURN_VALUES = "ReturnValues";
  private static final int MAX_BATCH = 25;

  private final Tables tables;

  ItemOperations(Tables tables) {
    this.tables = tables;
  }

  void addTo(Operations operations) {
    for (Kind kind : List.of(Kind.PUT, Kind.UPDATE, Kind.DELETE)) {
      operations.add(
          kind.action(),
          (input, call) -> write(kind, input, call),
          Stream.concat(kind.members().stream(), Stream.of(RETURN_VALUES)).toArray(String[]::new));
    }
    operations
        .add("GetItem", this::get, "TableName", "Key", "ConsistentRead")
        .add("BatchWriteItem", this::batchWrite, "RequestItems");
  }

  private ObjectNode write(Kind kind, Input input, VerifiedRequest call) {
    Table table = tables.table(input, call, kind.action());
    String returned =
        Values.read(
            input,
            RETURN_VALUES,
            kind == Kind.UPDATE
                ? List.of("NONE", "ALL_OLD", "ALL_NEW")
                : List.of("NONE", "ALL_OLD"));
    ItemWrite write = ItemWrite.read(kind, input, table);
    write.requireCondition();
    Item before = write.before();
    Item after = write.after();
    table.write(write.key(), after, tables.now());
    ObjectNode output = Json.object();
    if (returned.equals("ALL_NEW")) {
      output.set("Attributes", AttributeJson.write(after.attributes()));
    } else if (returned.equals("ALL_OLD") && before != null) {
      output.set("Attributes", AttributeJson.write(before.attributes()));
    }
    return output;
  }

  private ObjectNode get(Input input, VerifiedRequest call) {
    Table table = tables.table(input, call, "GetItem");
    Item item =
        table.get(table.schema().ofKey(AttributeJson.attributes(input.requiredJson("Key"))));
    ObjectNode output = Json.object();
    if (item != null) {
      output.set("Item", AttributeJson.write(item.attributes()));
    }
    return output;
  }

  private ObjectNode batchWrite(Input input, VerifiedRequest call) {
    Input requests = input.structure("RequestItems");
    List<String> names = requests.members();
    call.authorize(
        "dynamodb:BatchWriteItem",
        names.stream()
            .map(name -> call.arn(Tables.SERVICE, "table/" + Tables.name(name, call)))
            .toList());
    List<ItemWrite> writes = new ArrayList<>();
    for (String name : names) {
      Table table =
          tables
              .find(Tables.name(name, call))
              .orElseThrow(() -> DynamoDbErrors.notFound("Requested resource not found"));
      requests.structures(name).forEach(request -> writes.add(batchWrite(request, table)));
    }
    if (writes.isEmpty() || writes.size() > MAX_BATCH) {
      throw DynamoDbErrors.invalid(
          writes.isEmpty()
              ? "The batch write request list for a table cannot be null or empty"
              : "Too many items requested for the BatchWriteItem call");
    }
    requireApart(writes, "Provided list of item keys contains duplicates");
    writes.forEach(write -> write.table().write(write.key(), write.after(), tables.now()));
    ObjectNode output = Json.object();
    output.putObject("UnprocessedItems");
    return output;
  }

  private static ItemWrite batchWrite(Input request, Table table) {
    Operations.requireOnly(request, Set.of("PutRequest", "DeleteRequest"));
    if (request.members().size() != 1) {
      throw DynamoDbErrors.invalid(
          "Supplied WriteRequest must contain exactly one of PutRequest and DeleteRequest");
    }
    return request.has("PutRequest")
        ? ItemWrite.put(table, request.structure("PutRequest").requiredJson("Item"))
        : ItemWrite.delete(table, request.structure("DeleteRequest").requiredJson("Key"));
  }

  /**
   * Checks that no two writes are on the same item.
   *
   * @throws ServiceError with this message
   */
  static void requireApart(List<ItemWrite> writes, String message) {
    Set<Map.Entry<String, ItemKey>> keys = new HashSet<>();
    for (ItemWrite write : writes) {
      if (!keys.add(Map.entry(write.table().name(), write.key()))) {
        throw DynamoDbErrors.invalid(message);
      }
    }
  }
}
