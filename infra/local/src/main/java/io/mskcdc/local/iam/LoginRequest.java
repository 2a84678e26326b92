package io.mskcdc.local.iam;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The message of a client of SASL/AWS_MSK_IAM: the parameters of a presigned URL for {@code GET /}
 * on the broker's host, as one JSON object of strings.
 *
 * <p>Format: README of github.com/aws/aws-msk-iam-auth, "Details".
 *
 * @param fields by name, in lower case
 */
record LoginRequest(Map<String, String> fields) {
  static final String VERSION = "version";
  static final String HOST = "host";
  static final String USER_AGENT = "user-agent";
  static final String TOKEN = "x-amz-security-token";

  private static final String SIGNATURE = "x-amz-signature";

  /**
   * The fields that are signed in addition to the host, with their parameters' names in the URL.
   */
  private static final Map<String, String> PARAMETERS =
      Map.of(
          "action",
          "Action",
          "x-amz-algorithm",
          "X-Amz-Algorithm",
          "x-amz-credential",
          "X-Amz-Credential",
          "x-amz-date",
          "X-Amz-Date",
          "x-amz-expires",
          "X-Amz-Expires",
          "x-amz-signedheaders",
          "X-Amz-SignedHeaders",
          TOKEN,
          "X-Amz-Security-Token");

  private static final String EMPTY_BODY = SignatureV4.sha256(new byte[0]);

  // Refuse duplicate fields: JSON parsers differ in which of the two they use.
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Reads a client's message without checking the values of its fields.
   *
   * @throws IllegalArgumentException if it has another form; the message names fields only
   */
  static LoginRequest parse(byte[] payload) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : object(payload).properties()) {
      String name = field.getKey();
      if (!field.getValue().isTextual() || !isPrintable(field.getValue().textValue())) {
        throw new IllegalArgumentException("a field is not a string of printable characters");
      }
      fields.put(name, field.getValue().textValue());
    }
    Set<String> required = new TreeSet<>(PARAMETERS.keySet());
    required.addAll(Set.of(VERSION, HOST, USER_AGENT, SIGNATURE));
    for (String name : fields.keySet()) {
      if (!required.contains(name)) {
        throw new IllegalArgumentException("a field is not one of " + required);
      }
    }
    required.remove(TOKEN);
    required.removeAll(fields.keySet());
    if (!required.isEmpty()) {
      throw new IllegalArgumentException("missing fields: " + String.join(", ", required));
    }
    return new LoginRequest(fields);
  }

  private static JsonNode object(byte[] payload) {
    try {
      JsonNode document = JSON.readTree(payload);
      if (document.isObject()) {
        return document;
      }
    } catch (JsonProcessingException e) {
      // Omit the cause: its message quotes the payload.
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    throw new IllegalArgumentException("not one JSON object without duplicate fields");
  }

  private static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  String field(String name) {
    return fields.get(name);
  }

  /**
   * Returns the id of the key that signed the request. It is a dash if the id has another form: the
   * client may have confused id and secret.
   */
  String accessKeyId() {
    String id = field("x-amz-credential").replaceFirst("/.*", "");
    return id.matches("[A-Z0-9]{4,128}") ? id : "-";
  }

  /** Returns whether a secret made the signature of these fields. */
  boolean isSignedWith(String secret, SignatureV4.Scope scope) {
    Map<String, String> parameters = new TreeMap<>();
    PARAMETERS.forEach(
        (field, parameter) -> {
          if (fields.containsKey(field)) {
            parameters.put(parameter, field(field));
          }
        });
    String canonical =
        String.join(
            "\n",
            "GET",
            "/",
            SignatureV4.canonicalQuery(parameters),
            "host:" + field(HOST),
            "",
            "host",
            EMPTY_BODY);
    return SignatureV4.equal(
        SignatureV4.of(secret, scope, field("x-amz-date"), canonical), field(SIGNATURE));
  }
}
