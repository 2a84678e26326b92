package io.mskcdc.config;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The part of an AWS account in which MSK Connect runs an environment's connectors.
 *
 * @param region the region's id
 * @param account the account's twelve digits; the account owns the plugins' bucket too
 * @param endpoint the address of the API; empty for AWS's address for the region
 * @param profile the profile of the credentials; empty for the default chain
 * @param assumeRole a role to assume with the credentials
 * @param bootstrapServers the brokers, as host:port
 * @param subnets the subnets of the workers
 * @param securityGroups the security groups of the workers
 * @param networkType {@code IPV4} or {@code DUAL}
 * @param pluginBucket the bucket of the plugins' files
 * @param tags the tags of everything that is created
 */
public record MskConnectTarget(
    String region,
    String account,
    Optional<URI> endpoint,
    Optional<String> profile,
    Optional<AssumedRole> assumeRole,
    List<String> bootstrapServers,
    List<String> subnets,
    List<String> securityGroups,
    String networkType,
    Optional<PluginBucket> pluginBucket,
    Map<String, String> tags)
    implements Target {

  public MskConnectTarget {
    bootstrapServers = List.copyOf(bootstrapServers);
    subnets = List.copyOf(subnets);
    securityGroups = List.copyOf(securityGroups);
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
  }

  @Override
  public String place() {
    return "%s %s %s".formatted(region, account, endpoint.map(URI::toString).orElse(""));
  }

  /**
   * A role that the deployer assumes.
   *
   * @param arn its ARN
   * @param externalId the external id that its trust policy requires
   */
  public record AssumedRole(String arn, Optional<String> externalId) {}

  /**
   * The bucket of the plugins' files.
   *
   * @param name the bucket
   * @param prefix the start of each key; empty, or ending with a slash
   * @param endpoint the address of S3; empty for AWS's address for the region
   * @param kmsKey the ARN of the key that encrypts the files; empty for S3's own key
   */
  public record PluginBucket(
      String name, String prefix, Optional<URI> endpoint, Optional<String> kmsKey) {}
}
