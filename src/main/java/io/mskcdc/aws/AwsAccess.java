package io.mskcdc.aws;

import java.util.Optional;

/**
 * A region and credentials of AWS.
 *
 * @param region like {@code eu-west-1}
 * @param profile a profile of the machine's AWS configuration; empty for the SDK's default chain,
 *     which reads environment variables first
 * @param assumeRole the ARN of a role to assume with those credentials
 * @param externalId the external ID that the role's trust policy requires
 */
public record AwsAccess(
    String region,
    Optional<String> profile,
    Optional<String> assumeRole,
    Optional<String> externalId) {}
