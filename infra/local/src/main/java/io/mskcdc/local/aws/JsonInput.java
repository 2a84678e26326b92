package io.mskcdc.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.local.aws.rest.ServiceError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * An operation's input. A member that is null is one that is not there; one that has another type
 * than its model says is refused.
 */
final class JsonInput {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode members;

  private JsonInput(JsonNode members) {
    this.members = members;
  }

  static JsonInput parse(byte[] body) {
    JsonNode node;
    try {
      node = JSON.readTree(body);
    } catch (IOException e) {
      // Its message quotes the body.
      throw malformed("the body is not JSON");
    }
    if (!node.isObject()) {
      throw malformed("the body is not a JSON object");
    }
    return new JsonInput(node);
  }

  Optional<String> text(String member) {
    return member(member).map(node -> text(member, node));
  }

  boolean flag(String member) {
    Optional<JsonNode> node = member(member);
    if (node.isPresent() && !node.get().isBoolean()) {
      throw malformed(member + " is not true or false");
    }
    return node.isPresent() && node.get().booleanValue();
  }

  OptionalInt number(String member) {
    Optional<JsonNode> node = member(member);
    if (node.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!node.get().isInt()) {
      throw malformed(member + " is not an integer");
    }
    return OptionalInt.of(node.get().intValue());
  }

  OptionalLong longNumber(String member) {
    Optional<JsonNode> node = member(member);
    if (node.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!node.get().isIntegralNumber() || !node.get().canConvertToLong()) {
      throw malformed(member + " is not an integer");
    }
    return OptionalLong.of(node.get().longValue());
  }

  /** Returns a list's texts; none for a list that is not there. */
  List<String> texts(String member) {
    List<String> texts = new ArrayList<>();
    list(member).forEach(node -> texts.add(text(member, node)));
    return texts;
  }

  /** Returns whether a list is not there or has nothing in it. */
  boolean isEmpty(String member) {
    return list(member).isEmpty();
  }

  private JsonNode list(String member) {
    JsonNode node = member(member).orElseGet(JSON::createArrayNode);
    if (!node.isArray()) {
      throw malformed(member + " is not a list");
    }
    return node;
  }

  private Optional<JsonNode> member(String name) {
    return Optional.ofNullable(members.get(name)).filter(node -> !node.isNull());
  }

  private static String text(String member, JsonNode node) {
    if (!node.isTextual()) {
      throw malformed(member + " is not a text");
    }
    return node.textValue();
  }

  private static ServiceError malformed(String message) {
    return new ServiceError("SerializationException", message);
  }
}
