package io.mskcdc.local.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A local AWS account: its access keys, and the policies of their principals.
 *
 * <p>It is a JSON file that only its owner can read:
 *
 * <pre>{@code
 * {"region": "eu-west-1", "cluster": "arn:aws:kafka:…:cluster/local/…",
 *  "keys": [{"id": "AKIA…", "secret": "…", "sessionToken": "…", "principal": "arn:aws:iam::…:role/…"}],
 *  "policies": {"arn:aws:iam::…:role/…": {"Version": "2012-10-17", "Statement": […]}}}
 * }</pre>
 *
 * @param cluster the Kafka cluster's ARN
 * @param keys by access key id
 * @param policies by principal; a principal without a policy may do nothing
 */
public record Account(
    String region, String cluster, Map<String, AccessKey> keys, Map<String, Policy> policies) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public Account {
    keys = Map.copyOf(keys);
    policies = Map.copyOf(policies);
  }

  /**
   * An access key.
   *
   * @param sessionToken the token of temporary credentials; null for none
   * @param principal the ARN of the user or role that owns the key
   */
  public record AccessKey(String id, String secret, String sessionToken, String principal) {
    @Override
    public String toString() {
      return id + " of " + principal;
    }
  }

  /**
   * Reads the content of the file.
   *
   * @throws IllegalArgumentException if it has another form; the message holds none of the content
   */
  static Account parse(byte[] content) {
    JsonNode document;
    try {
      document = JSON.readTree(content);
    } catch (IOException e) {
      // Omit the cause: its message quotes the text, which holds secrets.
      throw new IllegalArgumentException("the account's file is not JSON");
    }
    Map<String, AccessKey> keys = new HashMap<>();
    for (JsonNode key : document.path("keys")) {
      AccessKey accessKey =
          new AccessKey(
              text(key, "id"),
              text(key, "secret"),
              key.path("sessionToken").asText(null),
              text(key, "principal"));
      if (!accessKey.principal().startsWith("arn:")) {
        // A principal with the name of the broker's certificate would be the broker, which may do
        // everything.
        throw new IllegalArgumentException("a key's principal is not an ARN");
      }
      keys.put(accessKey.id(), accessKey);
    }
    Map<String, Policy> policies = new HashMap<>();
    document
        .path("policies")
        .properties()
        .forEach(entry -> policies.put(entry.getKey(), Policy.parse(entry.getValue())));
    return new Account(text(document, "region"), text(document, "cluster"), keys, policies);
  }

  private static String text(JsonNode object, String field) {
    String text = object.path(field).asText();
    if (text.isEmpty()) {
      throw new IllegalArgumentException("the account's file lacks " + field);
    }
    return text;
  }

  public Optional<AccessKey> key(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  /** Returns whether a principal may call an action on a resource; both are ARNs. */
  public boolean allows(String principal, String action, String resource) {
    return policies.getOrDefault(principal, Policy.NONE).allows(action, resource);
  }
}
