package io.mskcdc.local.dynamodb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.aws.rest.Input;
import io.mskcdc.local.aws.rest.Json;
import io.mskcdc.local.aws.rest.ServiceError;
import io.mskcdc.local.aws.rest.VerifiedRequest;
import io.mskcdc.local.dynamodb.KeySchema.Attribute;
import io.mskcdc.local.dynamodb.Table.Billing;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The operations on tables. A table is ACTIVE as soon as it is created or updated. */
final class TableOperations {
  private static final String NAME = "[a-zA-Z0-9_.-]{3,255}";
  private static final int MAX_LISTED = 100;

  private final Tables tables;

  TableOperations(Tables tables) {
    this.tables = tables;
  }

  void addTo(Operations operations) {
    operations
        .add(
            "CreateTable",
            this::create,
            "TableName",
            "AttributeDefinitions",
            "KeySchema",
            "BillingMode",
            "ProvisionedThroughput",
            "StreamSpecification")
        .add(
            "UpdateTable",
            this::update,
            "TableName",
            "BillingMode",
            "ProvisionedThroughput",
            "StreamSpecification")
        .add("DeleteTable", this::delete, "TableName")
        .add("DescribeTable", this::describe, "TableName")
        .add("ListTables", this::list, "ExclusiveStartTableName", "Limit");
  }

  private ObjectNode create(Input input, VerifiedRequest call) {
    String name = Tables.authorize(input, call, "CreateTable");
    if (!name.matches(NAME)) {
      throw DynamoDbErrors.constraint(
          name,
          "tableName",
          "satisfy regular expression pattern: [a-zA-Z0-9_.-]+, and have 3 to 255 characters");
    }
    KeySchema schema = schema(input);
    Billing billing = billing(input, new Billing(false, 0, 0));
    Optional<StreamView> view = view(input);
    if (tables.find(name).isPresent()) {
      throw new ServiceError("ResourceInUseException", "Table already exists: " + name);
    }
    Table table =
        new Table(name, call.arn(Tables.SERVICE, "table/" + name), schema, billing, tables.now());
    tables.add(table);
    view.ifPresent(it -> tables.enableStream(table, it));
    return Json.object().set("TableDescription", description(table, "ACTIVE"));
  }

  private static KeySchema schema(Input input) {
    Map<String, String> types = new HashMap<>();
    for (Input definition : input.structures("AttributeDefinitions")) {
      String type = definition.requiredText("AttributeType");
      if (!List.of("S", "N", "B").contains(type)) {
        throw DynamoDbErrors.constraint(type, "attributeType", "satisfy enum value set: [B, N, S]");
      }
      types.put(definition.requiredText("AttributeName"), type);
    }
    List<Input> elements = input.structures("KeySchema");
    if (elements.isEmpty() || elements.size() > 2) {
      throw DynamoDbErrors.invalidParameter("KeySchema must have 1 or 2 elements");
    }
    Attribute partition = key(elements.get(0), "HASH", "first", types);
    Attribute sort = elements.size() == 1 ? null : key(elements.get(1), "RANGE", "second", types);
    if (types.size() != elements.size()) {
      throw DynamoDbErrors.invalidParameter(
          "Number of attributes in KeySchema does not exactly match number of attributes defined"
              + " in AttributeDefinitions");
    }
    return new KeySchema(partition, sort);
  }

  private static Attribute key(
      Input element, String keyType, String position, Map<String, String> types) {
    if (!element.requiredText("KeyType").equals(keyType)) {
      throw DynamoDbErrors.invalid(
          "Invalid KeySchema: The %s KeySchemaElement is not a %s key type"
              .formatted(position, keyType));
    }
    String name = element.requiredText("AttributeName");
    if (!types.containsKey(name)) {
      throw DynamoDbErrors.invalidParameter(
          "Some index key attributes are not defined in AttributeDefinitions. Keys: [%s],"
                  .formatted(name)
              + " AttributeDefinitions: "
              + types.keySet());
    }
    return new Attribute(name, types.get(name));
  }

  private static Billing billing(Input input, Billing present) {
    String mode =
        input.text("BillingMode").orElse(present.onDemand() ? "PAY_PER_REQUEST" : "PROVISIONED");
    boolean given = input.has("ProvisionedThroughput");
    if (mode.equals("PAY_PER_REQUEST")) {
      if (given) {
        throw DynamoDbErrors.invalidParameter(
            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is"
                + " PAY_PER_REQUEST");
      }
      return new Billing(true, 0, 0);
    }
    if (!mode.equals("PROVISIONED")) {
      throw DynamoDbErrors.constraint(
          mode, "billingMode", "satisfy enum value set: [PROVISIONED, PAY_PER_REQUEST]");
    }
    if (!given && present.readUnits() > 0) {
      return present;
    }
    if (!given) {
      throw DynamoDbErrors.invalidParameter(
          "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is"
              + " PROVISIONED");
    }
    Input throughput = input.structure("ProvisionedThroughput");
    return new Billing(
        false, units(throughput, "ReadCapacityUnits"), units(throughput, "WriteCapacityUnits"));
  }

  private static long units(Input throughput, String member) {
    long units = throughput.longNumber(member).orElseThrow(() -> throughput.missing(member));
    if (units < 1) {
      throw Limits.belowOne(member, units);
    }
    return units;
  }

  // Empty if the request has no StreamSpecification, or one that disables the stream.
  private static Optional<StreamView> view(Input input) {
    if (!input.has("StreamSpecification")) {
      return Optional.empty();
    }
    Input specification = input.structure("StreamSpecification");
    Optional<String> type = specification.text("StreamViewType");
    if (!specification.flag("StreamEnabled")) {
      if (type.isPresent()) {
        throw DynamoDbErrors.invalidParameter(
            "StreamViewType must not be specified when StreamEnabled is false");
      }
      return Optional.empty();
    }
    Optional<StreamView> view =
        Arrays.stream(StreamView.values())
            .filter(candidate -> candidate.name().equals(type.orElse("")))
            .findFirst();
    return Optional.of(
        view.orElseThrow(
            () ->
                DynamoDbErrors.invalidParameter(
                    "StreamViewType must be one of "
                        + Arrays.stream(StreamView.values())
                            .map(StreamView::name)
                            .collect(Collectors.joining(", "))
                        + " when StreamEnabled is true")));
  }

  private ObjectNode update(Input input, VerifiedRequest call) {
    Table table = tables.described(input, call, "UpdateTable");
    boolean changesBilling = input.has("BillingMode") || input.has("ProvisionedThroughput");
    if (!changesBilling && !input.has("StreamSpecification")) {
      throw DynamoDbErrors.invalid(
          "At least one of ProvisionedThroughput, BillingMode or StreamSpecification is required");
    }
    Optional<StreamView> view = view(input);
    if (changesBilling) {
      table.setBilling(billing(input, table.billing()));
    }
    if (view.isPresent()) {
      if (table.enabledStream().isPresent()) {
        throw DynamoDbErrors.invalid(
            "Table already has an enabled stream: TableName: " + table.name());
      }
      tables.enableStream(table, view.get());
    } else if (input.has("StreamSpecification")) {
      table
          .enabledStream()
          .orElseThrow(
              () ->
                  DynamoDbErrors.invalid(
                      "Table does not have an enabled stream: TableName: " + table.name()))
          .disable(tables.now());
    }
    return Json.object().set("TableDescription", description(table, "ACTIVE"));
  }

  private ObjectNode delete(Input input, VerifiedRequest call) {
    Table table = tables.described(input, call, "DeleteTable");
    tables.remove(table);
    return Json.object().set("TableDescription", description(table, "DELETING"));
  }

  private ObjectNode describe(Input input, VerifiedRequest call) {
    Table table = tables.described(input, call, "DescribeTable");
    return Json.object().set("Table", description(table, "ACTIVE"));
  }

  private ObjectNode list(Input input, VerifiedRequest call) {
    call.authorize("dynamodb:ListTables", List.of("*"));
    int limit = Limits.read(input, MAX_LISTED);
    String start = input.text("ExclusiveStartTableName").orElse("");
    List<String> names =
        tables.all().stream().map(Table::name).filter(name -> name.compareTo(start) > 0).toList();
    ObjectNode output = Json.object();
    ArrayNode page = output.putArray("TableNames");
    names.stream().limit(limit).forEach(page::add);
    if (names.size() > limit) {
      output.put("LastEvaluatedTableName", names.get(limit - 1));
    }
    return output;
  }

  private static ObjectNode description(Table table, String status) {
    Billing billing = table.billing();
    ObjectNode description =
        Json.object()
            .put("TableName", table.name())
            .put("TableArn", table.arn())
            .put("TableId", id(table))
            .put("TableStatus", status)
            .put("CreationDateTime", table.created().toEpochMilli() / 1000.0)
            .put("ItemCount", table.itemCount())
            .put("TableSizeBytes", table.size())
            .put("DeletionProtectionEnabled", false);
    if (billing.onDemand()) {
      description.putObject("BillingModeSummary").put("BillingMode", "PAY_PER_REQUEST");
    }
    description
        .putObject("ProvisionedThroughput")
        .put("NumberOfDecreasesToday", 0)
        .put("ReadCapacityUnits", billing.readUnits())
        .put("WriteCapacityUnits", billing.writeUnits());
    KeySchema schema = table.schema();
    schema.write(description.putArray("KeySchema"));
    ArrayNode attributes = description.putArray("AttributeDefinitions");
    define(attributes, schema.partition());
    if (schema.sort() != null) {
      define(attributes, schema.sort());
    }
    table
        .latestStream()
        .ifPresent(
            stream -> {
              description.put("LatestStreamArn", stream.arn());
              description.put("LatestStreamLabel", stream.label());
            });
    table
        .enabledStream()
        .ifPresent(
            stream ->
                description
                    .putObject("StreamSpecification")
                    .put("StreamEnabled", true)
                    .put("StreamViewType", stream.view().name()));
    return description;
  }

  private static void define(ArrayNode attributes, Attribute attribute) {
    attributes
        .addObject()
        .put("AttributeName", attribute.name())
        .put("AttributeType", attribute.type());
  }

  // Differs between successive tables of one name.
  private static String id(Table table) {
    String text = table.arn() + table.created();
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
