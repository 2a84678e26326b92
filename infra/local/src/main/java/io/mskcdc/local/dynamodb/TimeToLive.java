package io.mskcdc.local.dynamodb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.aws.rest.Input;
import io.mskcdc.local.aws.rest.Json;
import io.mskcdc.local.aws.rest.VerifiedRequest;

/** The operations on a table's Time to Live, which are effective at once. */
final class TimeToLive {
  private static final String SPECIFICATION = "TimeToLiveSpecification";

  private final Tables tables;

  TimeToLive(Tables tables) {
    this.tables = tables;
  }

  void addTo(Operations operations) {
    operations
        .add("UpdateTimeToLive", this::update, "TableName", SPECIFICATION)
        .add("DescribeTimeToLive", this::describe, "TableName");
  }

  private ObjectNode update(Input input, VerifiedRequest call) {
    Table table = tables.described(input, call, "UpdateTimeToLive");
    Input specification = input.structure(SPECIFICATION);
    String attribute = specification.requiredText("AttributeName");
    boolean enabled = specification.flag("Enabled");
    String present = table.expiryAttribute().orElse(null);
    if (!enabled && present == null) {
      throw DynamoDbErrors.invalid("TimeToLive is already disabled");
    }
    if (enabled && attribute.equals(present)) {
      throw DynamoDbErrors.invalid("TimeToLive is already enabled");
    }
    if (present != null && !attribute.equals(present)) {
      throw DynamoDbErrors.invalid(
          "TimeToLive is active on a different AttributeName: current AttributeName is " + present);
    }
    table.setExpiryAttribute(enabled ? attribute : null);
    return Json.object()
        .set(SPECIFICATION, Json.object().put("Enabled", enabled).put("AttributeName", attribute));
  }

  private ObjectNode describe(Input input, VerifiedRequest call) {
    Table table = tables.described(input, call, "DescribeTimeToLive");
    ObjectNode output = Json.object();
    ObjectNode description =
        output
            .putObject("TimeToLiveDescription")
            .put("TimeToLiveStatus", table.expiryAttribute().isPresent() ? "ENABLED" : "DISABLED");
    table.expiryAttribute().ifPresent(name -> description.put("AttributeName", name));
    return output;
  }
}
