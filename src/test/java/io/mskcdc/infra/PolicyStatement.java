package io.mskcdc.infra;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.infra.TerraformState.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A statement of a policy.
 *
 * <p>Format: "Grammar of the IAM JSON policy language" in the IAM User Guide.
 *
 * @param place the resource that has it
 * @param conditions operators, each with its keys and their values
 */
record PolicyStatement(
    String place,
    boolean allows,
    List<String> principals,
    List<String> actions,
    List<String> resources,
    Map<String, Map<String, List<String>>> conditions) {

  /** Returns the statements of all policies of a resource. */
  static Stream<PolicyStatement> of(Resource resource) {
    return Stream.of("policy", "assume_role_policy")
        .map(resource::text)
        .filter(text -> text.contains("\"Statement\""))
        .flatMap(
            text ->
                elements(TerraformState.json(text).path("Statement"))
                    .map(statement -> of(resource.address(), statement)));
  }

  private static PolicyStatement of(String place, JsonNode statement) {
    Map<String, Map<String, List<String>>> conditions = new LinkedHashMap<>();
    statement
        .path("Condition")
        .properties()
        .forEach(
            operator -> {
              Map<String, List<String>> keys = new LinkedHashMap<>();
              operator
                  .getValue()
                  .properties()
                  .forEach(key -> keys.put(key.getKey(), texts(key.getValue())));
              conditions.put(operator.getKey(), keys);
            });
    return new PolicyStatement(
        place + " " + statement.path("Sid").asText(),
        statement.path("Effect").asText().equals("Allow"),
        principals(statement.path("Principal")),
        texts(statement.path("Action")),
        texts(statement.path("Resource")),
        conditions);
  }

  private static List<String> principals(JsonNode principal) {
    List<String> principals = new ArrayList<>();
    if (principal.isTextual()) {
      principals.add(principal.asText());
    }
    principal
        .properties()
        .forEach(kind -> texts(kind.getValue()).forEach(name -> principals.add(name)));
    return principals;
  }

  private static List<String> texts(JsonNode textOrList) {
    return textOrList.isArray()
        ? elements(textOrList).map(JsonNode::asText).toList()
        : textOrList.isMissingNode() ? List.of() : List.of(textOrList.asText());
  }

  private static Stream<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
