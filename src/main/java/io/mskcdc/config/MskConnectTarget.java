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
 * @param account the account's twelve digits, which own the bucket of the plugins too
 * @param endpoint where the API is, if not where AWS has it for the region
 * @param profile the profile whose credentials are used, if not those of the default chain
 * @param assumeRole the role to assume with them
 * @param bootstrapServers the brokers, as host:port
 * @param subnets the subnets that the workers are in
 * @param securityGroups the security groups that they have
 * @param networkType {@code IPV4} or {@code DUAL}
 * @param pluginBucket where the plugins' files are put
 * @param tags what is written on everything that is created
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

  /**
   * A role that the deployer takes on.
   *
   * @param arn its ARN
   * @param externalId what its trust policy asks for, where it asks
   */
  public record AssumedRole(String arn, Optional<String> externalId) {}

  /**
   * Where the plugins' files are put.
   *
   * @param name the bucket
   * @param prefix what each key begins with; empty, or ending with a slash
   * @param endpoint where S3 is, if not where AWS has it for the region
   * @param kmsKey the ARN of the key that encrypts them, if not S3's own
   */
  public record PluginBucket(
      String name, String prefix, Optional<URI> endpoint, Optional<String> kmsKey) {}
}
