package io.mskcdc.local.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The AWS account that exists on this machine alone: who may log in, and what each may do.
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
 * @param policies by principal; a key's principal without one may do nothing
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
   * @param sessionToken what temporary credentials carry beside the key, else null
   * @param principal the ARN of the user or role whose key it is
   */
  public record AccessKey(String id, String secret, String sessionToken, String principal) {
    @Override
    public String toString() {
      return id + " of " + principal;
    }
  }

  /**
   * Reads the file's content.
   *
   * @throws IllegalArgumentException if it is not as described, without saying what it holds
   */
  static Account parse(byte[] content) {
    JsonNode document;
    try {
      document = JSON.readTree(content);
    } catch (IOException e) {
      // Its message quotes the text, which holds secrets.
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
        // Else a key could be the broker's, whom its certificate names.
        throw new IllegalArgumentException("a key's principal is no ARN");
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

  /** Returns whether a principal may do something to a resource, both named by their ARNs. */
  public boolean allows(String principal, String action, String resource) {
    return policies.getOrDefault(principal, Policy.NONE).allows(action, resource);
  }
}
