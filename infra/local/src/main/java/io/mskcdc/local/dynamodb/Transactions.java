package io.mskcdc.local.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.aws.rest.Input;
import io.mskcdc.local.aws.rest.Json;
import io.mskcdc.local.aws.rest.ServiceError;
import io.mskcdc.local.aws.rest.VerifiedRequest;
import io.mskcdc.local.dynamodb.ItemWrite.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The operation TransactWriteItems. */
final class Transactions {
  private static final int MAX_ACTIONS = 100;
  private static final int MAX_TOKENS = 10_000;
  private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(10);
  private static final String TOKEN = "ClientRequestToken";
  private static final String ITEMS = "TransactItems";
  private static final Map<String, Kind> ACTIONS =
      Map.of(
          "Put", Kind.PUT,
          "Update", Kind.UPDATE,
          "Delete", Kind.DELETE,
          "ConditionCheck", Kind.CHECK);

  private final Tables tables;
  private final Map<String, Completed> tokens = new LinkedHashMap<>();

  Transactions(Tables tables) {
    this.tables = tables;
  }

  /** A transaction that was carried out. */
  private record Completed(Instant time, UUID actions) {
    // The digest of the actions, because they may have megabytes.
    static Completed of(JsonNode actions, Instant time) {
      return new Completed(time, UUID.nameUUIDFromBytes(Json.bytes(actions)));
    }
  }

  void addTo(Operations operations) {
    operations.add("TransactWriteItems", this::write, ITEMS, TOKEN);
  }

  private ObjectNode write(Input input, VerifiedRequest call) {
    List<Input> actions = input.structures(ITEMS);
    if (actions.isEmpty() || actions.size() > MAX_ACTIONS) {
      throw DynamoDbErrors.constraint(
          actions.size() + " actions",
          "transactItems",
          "have length less than or equal to 100 and greater than or equal to 1");
    }
    List<ItemWrite> writes = actions.stream().map(action -> read(action, call)).toList();
    Optional<String> token = input.text(TOKEN);
    Completed completed = Completed.of(input.requiredJson(ITEMS), tables.now());
    if (token.isPresent() && isCompleted(token.get(), completed.actions())) {
      return Json.object();
    }
    ItemOperations.requireApart(
        writes, "Transaction request cannot include multiple operations on one item");
    List<Optional<Item>> items = check(writes);
    for (int i = 0; i < writes.size(); i++) {
      ItemWrite write = writes.get(i);
      write.table().write(write.key(), items.get(i).orElse(null), tables.now());
    }
    token.ifPresent(it -> tokens.put(it, completed));
    return Json.object();
  }

  private ItemWrite read(Input action, VerifiedRequest call) {
    Operations.requireOnly(action, ACTIONS.keySet());
    if (action.members().size() != 1) {
      throw DynamoDbErrors.invalid(
          "TransactItems can only contain one of Check, Put, Update or Delete");
    }
    String name = action.members().get(0);
    Kind kind = ACTIONS.get(name);
    Input write = action.structure(name);
    Operations.requireOnly(write, kind.members());
    Table table = tables.table(write, call, kind.action());
    return ItemWrite.read(kind, write, table);
  }

  // The SDKs repeat a request with the same token if they have not received the response.
  private boolean isCompleted(String token, UUID actions) {
    Instant oldest = tables.now().minus(TOKEN_LIFETIME);
    tokens.values().removeIf(completed -> completed.time().isBefore(oldest));
    if (tokens.size() >= MAX_TOKENS) {
      tokens.remove(tokens.keySet().iterator().next());
    }
    Completed completed = tokens.get(token);
    if (completed != null && !completed.actions().equals(actions)) {
      throw new ServiceError(
          "IdempotentParameterMismatchException",
          "The provided client token is already in use with different parameters");
    }
    return completed != null;
  }

  // Returns the items after the transaction. Nothing is written if an action fails.
  private static List<Optional<Item>> check(List<ItemWrite> writes) {
    List<Optional<Item>> items = new ArrayList<>();
    List<ServiceError> failures = new ArrayList<>();
    for (ItemWrite write : writes) {
      try {
        write.requireCondition();
        items.add(Optional.ofNullable(write.after()));
        failures.add(null);
      } catch (ServiceError e) {
        failures.add(e);
      }
    }
    if (items.size() < writes.size()) {
      throw cancelled(failures);
    }
    return items;
  }

  private static ServiceError cancelled(List<ServiceError> failures) {
    ObjectNode members = Json.object();
    ArrayNode reasons = members.putArray("CancellationReasons");
    List<String> codes = new ArrayList<>();
    for (ServiceError failure : failures) {
      ObjectNode reason = reasons.addObject();
      if (failure == null) {
        reason.put("Code", "None");
      } else {
        reason.put(
            "Code",
            failure.code().equals("ValidationException")
                ? "ValidationError"
                : "ConditionalCheckFailed");
        reason.put("Message", failure.getMessage());
        reason.setAll(failure.members());
      }
      codes.add(reason.get("Code").textValue());
    }
    return new ServiceError(
        "TransactionCanceledException",
        "Transaction cancelled, please refer cancellation reasons for specific reasons ["
            + String.join(", ", codes)
            + "]",
        members);
  }
}
