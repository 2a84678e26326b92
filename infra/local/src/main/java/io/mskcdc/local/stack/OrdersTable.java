package io.mskcdc.local.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.aws.SigningClient;
import io.mskcdc.local.aws.rest.ServiceError;
import io.mskcdc.local.iam.AccountFile;
import io.mskcdc.local.process.StackException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;

/**
 * The sample table orders in DynamoDB, whose key is {@code id}, a string. Its first orders are of
 * customers in the sample database of MySQL.
 */
public final class OrdersTable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "orders";

  private final SigningClient dynamoDb;

  /**
   * @param principal the application that uses the table
   */
  public OrdersTable(URI endpoint, AccountFile account, String principal) {
    dynamoDb = new SigningClient(endpoint, account, principal, "dynamodb", "DynamoDB_20120810");
  }

  /** Returns the first orders, each as the attributes of its item in DynamoDB's JSON. */
  public static JsonNode firstOrders() {
    try (InputStream in = OrdersTable.class.getResourceAsStream("orders.json")) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Creates the table with its first orders and a stream with both images, unless it exists. */
  public void createIfAbsent() {
    ObjectNode table = onTable().put("BillingMode", "PAY_PER_REQUEST");
    table.putArray("KeySchema").addObject().put("AttributeName", "id").put("KeyType", "HASH");
    table
        .putArray("AttributeDefinitions")
        .addObject()
        .put("AttributeName", "id")
        .put("AttributeType", "S");
    try {
      dynamoDb.call("CreateTable", table);
    } catch (ServiceError e) {
      if (e.code().equals("ResourceInUseException")) {
        return;
      }
      throw refused("CreateTable", e);
    }
    firstOrders().forEach(this::put);
    // The stream begins after the first orders: only a snapshot has them, as for a table in use.
    ObjectNode stream = onTable();
    stream
        .putObject("StreamSpecification")
        .put("StreamEnabled", true)
        .put("StreamViewType", "NEW_AND_OLD_IMAGES");
    call("UpdateTable", stream);
  }

  /**
   * Writes an order.
   *
   * @param item the attributes in DynamoDB's JSON, such as {@code {"id": {"S": "web-4"}}}
   */
  public void put(JsonNode item) {
    call("PutItem", onTable().set("Item", item));
  }

  /** Sets attributes of an order. */
  public void update(String id, Map<String, String> texts) {
    ObjectNode request = onOrder(id);
    ObjectNode names = request.putObject("ExpressionAttributeNames");
    ObjectNode values = request.putObject("ExpressionAttributeValues");
    StringBuilder expression = new StringBuilder();
    texts.forEach(
        (name, text) -> {
          names.put("#" + name, name);
          values.putObject(":" + name).put("S", text);
          expression.append(expression.isEmpty() ? "SET " : ", ");
          expression.append('#').append(name).append(" = :").append(name);
        });
    call("UpdateItem", request.put("UpdateExpression", expression.toString()));
  }

  public void delete(String id) {
    call("DeleteItem", onOrder(id));
  }

  private static ObjectNode onTable() {
    return JSON.createObjectNode().put("TableName", NAME);
  }

  private static ObjectNode onOrder(String id) {
    ObjectNode request = onTable();
    request.putObject("Key").putObject("id").put("S", id);
    return request;
  }

  private JsonNode call(String operation, JsonNode input) {
    try {
      return dynamoDb.call(operation, input);
    } catch (ServiceError e) {
      throw refused(operation, e);
    } catch (UncheckedIOException e) {
      throw new StackException("DynamoDB does not answer " + operation + ": " + e.getMessage(), e);
    }
  }

  private static StackException refused(String operation, ServiceError e) {
    return new StackException(
        "DynamoDB refused " + operation + ": " + e.code() + ": " + e.getMessage(), e);
  }
}
