package io.mskcdc.secrets;

import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says what went wrong with a secret by its id. No message holds anything of an answer's body. */
final class ProviderErrors {
  private static final Set<String> NOT_FOUND =
      Set.of("ResourceNotFoundException", "ParameterNotFound", "NoSuchKey", "NoSuchBucket");
  private static final Set<String> DENIED =
      Set.of("AccessDeniedException", "AccessDenied", "AccessDeniedForDependencyException");
  private static final String UNREACHABLE = "Unable to execute HTTP request";
  private static final String CREDENTIALS = "Unable to load credentials";

  private ProviderErrors() {}

  /**
   * Describes a failed call.
   *
   * @param what the secret with its kind, like {@code secret cdc/mysql}
   * @param permissions what a role needs to read it
   */
  static ConfigException of(String what, String permissions, SdkException e) {
    if (e instanceof AwsServiceException service) {
      ConfigException problem = new ConfigException(what + ": " + reason(service, permissions));
      // The service's own words: they name roles, resources and request ids.
      problem.initCause(e);
      return problem;
    }
    return new ConfigException(what + ": " + reason(e));
  }

  private static String reason(AwsServiceException e, String permissions) {
    String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
    String name = code == null ? "" : code;
    if (NOT_FOUND.contains(name)) {
      return "there is none with this name in this account and region (" + name + ")";
    }
    if (DENIED.contains(name)) {
      return "the worker's role may not read it; it needs " + permissions + " (" + name + ")";
    }
    if (e.isThrottlingException()) {
      return "throttled at each attempt (" + name + ")";
    }
    return "refused with status " + e.statusCode() + " (" + name + ")";
  }

  // A client's own message may quote an answer that it could not read, so only known ones pass.
  private static String reason(SdkException e) {
    if (e instanceof ApiCallTimeoutException) {
      return "no answer in time; raise " + ProviderConfig.TIMEOUT_SECONDS + ", or mend the network";
    }
    String message = String.valueOf(e.getMessage());
    if (e instanceof SdkClientException
        && (message.startsWith(UNREACHABLE) || message.startsWith(CREDENTIALS))) {
      return message;
    }
    return "the answer could not be read (" + e.getClass().getSimpleName() + ")";
  }
}
