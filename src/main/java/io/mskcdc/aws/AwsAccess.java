package io.mskcdc.aws;

import java.util.Optional;

/**
 * Where in AWS, and as whom.
 *
 * @param region like {@code eu-west-1}
 * @param profile a profile of the machine's AWS configuration; without one the SDK's default chain
 *     decides, which looks into the environment's variables first
 * @param assumeRole the ARN of a role to take on with those credentials
 * @param externalId what that role asks for besides
 */
public record AwsAccess(
    String region,
    Optional<String> profile,
    Optional<String> assumeRole,
    Optional<String> externalId) {}
