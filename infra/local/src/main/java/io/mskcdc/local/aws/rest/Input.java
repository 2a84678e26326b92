package io.mskcdc.local.aws.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * An operation's input: the members of the body and, with rest-json, the variables of the path and
 * the parameters of the query. A member that is null counts as absent. A member of a wrong type is
 * an error.
 */
public final class Input {
  private final ErrorModel errors;
  private final Map<String, String> path;
  private final Map<String, List<String>> query;
  private final JsonNode body;

  private Input(
      ErrorModel errors, Map<String, String> path, Map<String, List<String>> query, JsonNode body) {
    this.errors = errors;
    this.path = path;
    this.query = query;
    this.body = body;
  }

  /** Reads a request of AWS JSON, whose body holds all of the input. */
  static Input ofAwsJson(ServiceRequest request, ErrorModel errors) {
    return new Input(errors, Map.of(), Map.of(), body(request, errors));
  }

  /**
   * Reads a request of rest-json.
   *
   * @param path the variables of the path, decoded
   */
  static Input ofRestJson(ServiceRequest request, Map<String, String> path, ErrorModel errors) {
    JsonNode body = request.body().length == 0 ? Json.object() : body(request, errors);
    return new Input(errors, path, Routes.query(request), body);
  }

  private static JsonNode body(ServiceRequest request, ErrorModel errors) {
    try {
      JsonNode body = Json.parse(request.body());
      if (body.isObject()) {
        return body;
      }
    } catch (IOException e) {
      // Omit the cause: its message quotes the body, which may hold a secret.
    }
    throw errors.malformedInput(null, "the body is not a JSON object");
  }

  /** Returns a variable of the path. */
  public String path(String variable) {
    return path.get(variable);
  }

  /** Returns the first value of a parameter of the query. */
  public Optional<String> query(String parameter) {
    return queryAll(parameter).stream().findFirst();
  }

  /** Returns all values of a parameter of the query. */
  public List<String> queryAll(String parameter) {
    return query.getOrDefault(parameter, List.of());
  }

  /** Returns a parameter of the query as a boolean, false if it is absent. */
  public boolean queryFlag(String parameter) {
    String value = query(parameter).orElse("false");
    if (!value.equals("true") && !value.equals("false")) {
      throw errors.malformedInput(parameter, parameter + " is not true or false");
    }
    return value.equals("true");
  }

  public boolean has(String member) {
    return body.hasNonNull(member);
  }

  /** Returns the names of the members that the input has. */
  public List<String> members() {
    return body.properties().stream()
        .filter(entry -> !entry.getValue().isNull())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Returns a member that is a structure, as an input of its own. */
  public Input structure(String member) {
    return structure(member, requiredJson(member));
  }

  /** Returns the elements of a list of structures, none if it is absent. */
  public List<Input> structures(String member) {
    List<Input> structures = new ArrayList<>();
    list(member).forEach(node -> structures.add(structure(member, node)));
    return structures;
  }

  private Input structure(String member, JsonNode node) {
    if (!node.isObject()) {
      throw errors.malformedInput(member, member + " is not a structure");
    }
    return new Input(errors, Map.of(), Map.of(), node);
  }

  /** Returns a member of the body. */
  public Optional<JsonNode> json(String member) {
    return Optional.ofNullable(body.get(member)).filter(node -> !node.isNull());
  }

  public JsonNode requiredJson(String member) {
    return json(member).orElseThrow(() -> missing(member));
  }

  public Optional<String> text(String member) {
    return json(member).map(node -> text(member, node));
  }

  public String requiredText(String member) {
    return text(member, requiredJson(member));
  }

  /** Returns a boolean, false if it is absent. */
  public boolean flag(String member) {
    Optional<JsonNode> node = json(member);
    if (node.isPresent() && !node.get().isBoolean()) {
      throw errors.malformedInput(member, member + " is not true or false");
    }
    return node.isPresent() && node.get().booleanValue();
  }

  public OptionalInt number(String member) {
    OptionalLong number = longNumber(member);
    if (number.isPresent() && number.getAsLong() != (int) number.getAsLong()) {
      throw errors.malformedInput(member, member + " is not an integer");
    }
    return number.isEmpty() ? OptionalInt.empty() : OptionalInt.of((int) number.getAsLong());
  }

  public OptionalLong longNumber(String member) {
    Optional<JsonNode> node = json(member);
    if (node.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!node.get().isIntegralNumber() || !node.get().canConvertToLong()) {
      throw errors.malformedInput(member, member + " is not an integer");
    }
    return OptionalLong.of(node.get().longValue());
  }

  /** Returns a list of texts, empty if it is absent. */
  public List<String> texts(String member) {
    List<String> texts = new ArrayList<>();
    list(member).forEach(node -> texts.add(text(member, node)));
    return texts;
  }

  /** Returns the elements of a list, none if it is absent. */
  public JsonNode list(String member) {
    JsonNode node = json(member).orElseGet(Json::array);
    if (!node.isArray()) {
      throw errors.malformedInput(member, member + " is not a list");
    }
    return node;
  }

  /** Returns a map of texts, empty if it is absent. */
  public Map<String, String> map(String member) {
    Map<String, String> map = new LinkedHashMap<>();
    JsonNode node = json(member).orElseGet(Json::object);
    if (!node.isObject()) {
      throw errors.malformedInput(member, member + " is not a map");
    }
    node.properties().forEach(entry -> map.put(entry.getKey(), text(member, entry.getValue())));
    return map;
  }

  /** Reads a member as a record whose components are named as in the service's model. */
  public <T> Optional<T> shape(String member, Class<T> type) {
    Optional<JsonNode> node = json(member);
    try {
      return node.isEmpty() ? Optional.empty() : Optional.of(Json.read(node.get(), type));
    } catch (JsonProcessingException e) {
      // Omit the cause: its message quotes the member.
      throw errors.malformedInput(member, member + " does not match the service's model");
    }
  }

  private String text(String member, JsonNode node) {
    if (!node.isTextual()) {
      throw errors.malformedInput(member, member + " is not a text");
    }
    return node.textValue();
  }

  /** Returns the error for a member that is required and absent. */
  public ServiceError missing(String member) {
    return errors.invalidInput(member, member + " is required");
  }

  /** Returns the error for a value that the service's model does not allow. */
  public ServiceError invalid(String member, String message) {
    return errors.invalidInput(member, message);
  }

  ServiceError notFound(String message) {
    return errors.resourceNotFound(message);
  }
}
