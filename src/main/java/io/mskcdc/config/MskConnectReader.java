package io.mskcdc.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.catalog.CommaList;
import io.mskcdc.config.MskConnectTarget.AssumedRole;
import io.mskcdc.config.MskConnectTarget.PluginBucket;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the part of environment.yaml that says where MSK Connect runs the connectors. */
final class MskConnectReader {
  private static final String MSK_CONNECT = "mskConnect";
  private static final Set<String> KEYS =
      EnvironmentReader.orderedSet(
          "region",
          "account",
          "endpoint",
          "profile",
          "assumeRole",
          "assumeRoleExternalId",
          "bootstrapServers",
          "subnets",
          "securityGroups",
          "networkType",
          "pluginBucket",
          "tags");
  private static final Set<String> BUCKET_KEYS =
      EnvironmentReader.orderedSet("name", "prefix", "endpoint", "kmsKey");

  private final EnvironmentTexts texts;

  MskConnectReader(EnvironmentTexts texts) {
    this.texts = texts;
  }

  /**
   * Returns the target; with a problem among the texts it may lack something.
   *
   * @param cluster the Kafka cluster, which must be there
   */
  MskConnectTarget read(JsonNode node, Optional<ClusterArn> cluster) {
    if (!(node instanceof ObjectNode object)) {
      texts.invalid(
          MSK_CONNECT, "it is missing", "write it, and bootstrapServers and subnets in it");
      return null;
    }
    known(object, KEYS, MSK_CONNECT + ".");
    String region = text(object, "region").or(() -> cluster.map(ClusterArn::region)).orElse("");
    String account = text(object, "account").or(() -> cluster.map(ClusterArn::account)).orElse("");
    if (!account.matches("(\\d{12})?")) {
      invalid("account", "an account is twelve digits", "write them in quotes");
    }
    Optional<String> role = text(object, "assumeRole");
    Optional<String> externalId = text(object, "assumeRoleExternalId");
    if (role.isEmpty() && externalId.isPresent()) {
      invalid("assumeRole", "it is missing", "write the ARN of the role, or no external id");
    }
    List<String> servers = CommaList.of(text(object, "bootstrapServers").orElse(""));
    if (servers.isEmpty()) {
      invalid("bootstrapServers", "it is missing", "write the brokers as host:port, with commas");
    }
    List<String> subnets = list(object, "subnets");
    if (subnets.isEmpty()) {
      invalid("subnets", "it is missing", "write the subnets that reach the cluster");
    }
    String networkType = text(object, "networkType").orElse("IPV4");
    if (!networkType.matches("IPV4|DUAL")) {
      invalid("networkType", "'" + networkType + "' cannot be", "write IPV4 or DUAL");
    }
    return new MskConnectTarget(
        region,
        account,
        address(object, MSK_CONNECT + "."),
        text(object, "profile"),
        role.map(arn -> new AssumedRole(arn, externalId)),
        servers,
        subnets,
        list(object, "securityGroups"),
        networkType,
        bucket(object.path("pluginBucket")),
        tags(object.path("tags")));
  }

  private Optional<PluginBucket> bucket(JsonNode node) {
    if (node.isMissingNode()) {
      return Optional.empty();
    }
    String parent = MSK_CONNECT + ".pluginBucket.";
    if (!(node instanceof ObjectNode object) || !object.has("name")) {
      texts.invalid(parent + "name", "it is missing", "write the bucket's name");
      return Optional.empty();
    }
    known(object, BUCKET_KEYS, parent);
    String prefix = texts.text(object, parent, "prefix").orElse("");
    return Optional.of(
        new PluginBucket(
            texts.text(object, parent, "name").orElse(""),
            prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/",
            address(object, parent),
            texts.text(object, parent, "kmsKey")));
  }

  private Optional<URI> address(ObjectNode object, String parent) {
    return texts
        .text(object, parent, "endpoint")
        .flatMap(
            text -> {
              Optional<URI> url = EndpointReader.http(text).filter(EndpointReader::isPrivate);
              if (url.isEmpty()) {
                texts.invalid(
                    parent + "endpoint",
                    "it is not the https address of an API",
                    "write one without user and password; http is for this machine only");
              }
              return url;
            });
  }

  private Map<String, String> tags(JsonNode node) {
    Map<String, String> tags = new LinkedHashMap<>();
    if (node instanceof ObjectNode object) {
      String parent = MSK_CONNECT + ".tags.";
      for (Map.Entry<String, JsonNode> entry : object.properties()) {
        texts
            .text(object, parent, entry.getKey())
            .ifPresent(value -> tags.put(entry.getKey(), value));
      }
    } else if (!node.isMissingNode()) {
      invalid("tags", "it is not an object", "write names and values under it");
    }
    return tags;
  }

  private List<String> list(ObjectNode object, String key) {
    JsonNode node = object.path(key);
    if (node.isMissingNode()) {
      return List.of();
    }
    if (!node.isArray()) {
      invalid(key, "it is not a list", "write it like [a, b]");
      return List.of();
    }
    List<String> entries = new ArrayList<>();
    node.forEach(entry -> texts.text(entry, MSK_CONNECT + "." + key).ifPresent(entries::add));
    return entries;
  }

  private void known(ObjectNode object, Set<String> keys, String parent) {
    EnvironmentReader.unknownKeys(object, keys)
        .forEach(
            key ->
                texts.invalid(
                    parent + key,
                    EnvironmentReader.unknownKey(EnvironmentReader.MSK_CONNECT),
                    "remove it; known here: " + String.join(", ", keys)));
  }

  private Optional<String> text(ObjectNode object, String key) {
    return texts.text(object, MSK_CONNECT + ".", key);
  }

  private void invalid(String key, String message, String next) {
    texts.invalid(MSK_CONNECT + "." + key, message, next);
  }
}
