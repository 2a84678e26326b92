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
 * What a client of SASL/AWS_MSK_IAM sends: the parameters of a presigned URL for {@code GET /} on
 * the broker's host, as one JSON object of strings.
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

  /** What is signed beside the host: the parameter's name in the URL by the field's. */
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

  // Of two fields of one name another reader could take the other one.
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Reads what a client sent, without checking what its fields say.
   *
   * @throws IllegalArgumentException if it is not as described; the message quotes nothing of it
   *     but names of fields
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
      throw new IllegalArgumentException("without " + String.join(", ", required));
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
      // Its message quotes what was sent.
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    throw new IllegalArgumentException("not one JSON object with each field once");
  }

  private static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  String field(String name) {
    return fields.get(name);
  }

  /**
   * Returns the id of the key it was signed with, or a dash if that is of no key: whoever confuses
   * the two in a configuration sends the secret in its place.
   */
  String accessKeyId() {
    String id = field("x-amz-credential").replaceFirst("/.*", "");
    return id.matches("[A-Z0-9]{4,128}") ? id : "-";
  }

  /** Returns whether this is the signature of these fields by that secret. */
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
