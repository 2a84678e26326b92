package io.mskcdc.local.msk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.local.aws.rest.ServiceRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An operation's input: the ARN in its path, the query, and the members of the body. */
final class Input {
  private static final String NAME = "[A-Za-z0-9._-]+";
  private static final int MAX_NAME = 128;
  private static final int MAX_DESCRIPTION = 1024;

  private final String arn;
  private final Map<String, List<String>> query;
  private final JsonNode body;

  private Input(String arn, Map<String, List<String>> query, JsonNode body) {
    this.arn = arn;
    this.query = query;
    this.body = body;
  }

  /**
   * Reads a request.
   *
   * @param arn the path's variable, decoded; null where the path has none
   */
  static Input of(ServiceRequest request, String arn) {
    return new Input(arn, query(request.query()), body(request.body()));
  }

  private static Map<String, List<String>> query(String text) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    for (String parameter : text.split("&")) {
      if (!parameter.isEmpty()) {
        String[] pair = parameter.split("=", 2);
        query
            .computeIfAbsent(decode(pair[0]), name -> new ArrayList<>())
            .add(pair.length < 2 ? "" : decode(pair[1]));
      }
    }
    return query;
  }

  /** Decodes what stands percent-encoded in a path or query. */
  static String decode(String encoded) {
    // A plus stands for itself; only forms use it for a space.
    return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static JsonNode body(byte[] text) {
    if (text.length == 0) {
      return Json.object();
    }
    try {
      JsonNode body = Json.parse(text);
      if (body.isObject()) {
        return body;
      }
    } catch (IOException e) {
      // Its message quotes the body, which may hold a secret.
    }
    throw MskConnectError.badRequest(null, "the body is not a JSON object");
  }

  String arn() {
    return arn;
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name)).map(values -> values.get(0));
  }

  List<String> parameters(String name) {
    return query.getOrDefault(name, List.of());
  }

  boolean flag(String parameter) {
    String value = parameter(parameter).orElse("false");
    if (!Set.of("true", "false").contains(value)) {
      throw MskConnectError.badRequest(parameter, parameter + " is neither true nor false");
    }
    return value.equals("true");
  }

  boolean has(String member) {
    return body.hasNonNull(member);
  }

  /** Returns a member's value, or null for one that is not there. */
  JsonNode json(String member) {
    JsonNode node = body.get(member);
    return node == null || node.isNull() ? null : node;
  }

  JsonNode required(String member) {
    JsonNode node = json(member);
    if (node == null) {
      throw missing(member);
    }
    return node;
  }

  /** Returns a name that can stand in an ARN. */
  String name(String member) {
    String name = text(member);
    if (name.isEmpty() || name.length() > MAX_NAME) {
      throw MskConnectError.badRequest(
          member, member + " must have 1 to " + MAX_NAME + " characters");
    }
    if (!name.matches(NAME)) {
      throw MskConnectError.badRequest(member, member + " may have letters, digits and . _ - only");
    }
    return name;
  }

  String description(String member) {
    if (!has(member)) {
      return null;
    }
    String description = text(member);
    if (description.length() > MAX_DESCRIPTION) {
      throw MskConnectError.badRequest(
          member, member + " may have " + MAX_DESCRIPTION + " characters at most");
    }
    return description;
  }

  String text(String member) {
    return text(member, required(member));
  }

  boolean bool(String member) {
    JsonNode node = json(member);
    if (node != null && !node.isBoolean()) {
      throw MskConnectError.badRequest(member, member + " is neither true nor false");
    }
    return node != null && node.booleanValue();
  }

  /** Returns a map of texts; empty for one that is not there. */
  Map<String, String> texts(String member) {
    Map<String, String> texts = new LinkedHashMap<>();
    JsonNode map = json(member);
    if (map != null) {
      if (!map.isObject()) {
        throw MskConnectError.badRequest(member, member + " is not a map");
      }
      map.properties().forEach(entry -> texts.put(entry.getKey(), text(member, entry.getValue())));
    }
    return texts;
  }

  /** Reads a member as a shape; null for one that is not there. */
  <T> T shape(String member, Class<T> type) {
    JsonNode node = json(member);
    try {
      return node == null ? null : Json.read(node, type);
    } catch (JsonProcessingException e) {
      throw MskConnectError.badRequest(
          member, member + " has not the shape of the service's model");
    }
  }

  private static String text(String member, JsonNode node) {
    if (!node.isTextual()) {
      throw MskConnectError.badRequest(member, member + " is not a text");
    }
    return node.textValue();
  }

  static MskConnectError missing(String member) {
    return MskConnectError.badRequest(member, member + " is required");
  }
}
