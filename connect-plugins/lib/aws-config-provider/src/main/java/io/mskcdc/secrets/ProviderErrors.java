package io.mskcdc.secrets;

import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** Describes failed look-ups by the name of the secret. No message quotes a response's body. */
final class ProviderErrors {
  private static final Set<String> NOT_FOUND =
      Set.of("ResourceNotFoundException", "ParameterNotFound", "NoSuchKey", "NoSuchBucket");
  private static final Set<String> DENIED =
      Set.of("AccessDeniedException", "AccessDenied", "AccessDeniedForDependencyException");
  private static final String UNREACHABLE = "Unable to execute HTTP request";
  private static final String CREDENTIALS = "Unable to load credentials";

  private ProviderErrors() {}

  /**
   * Returns the exception to throw for a failed call.
   *
   * @param item the secret with its kind, such as {@code secret cdc/mysql}
   * @param permissions the IAM permissions that a role needs to read it
   */
  static ConfigException of(String item, String permissions, SdkException e) {
    if (e instanceof AwsServiceException service) {
      ConfigException problem = new ConfigException(item + ": " + reason(service, permissions));
      // An error of the service names roles, resources and request ids, and no secret.
      problem.initCause(e);
      return problem;
    }
    return new ConfigException(item + ": " + reason(e));
  }

  private static String reason(AwsServiceException e, String permissions) {
    String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
    String name = code == null ? "" : code;
    if (NOT_FOUND.contains(name)) {
      return "it does not exist in this account and region (" + name + ")";
    }
    if (DENIED.contains(name)) {
      return "the worker's role has no permission to read it; grant it "
          + permissions
          + " ("
          + name
          + ")";
    }
    if (e.isThrottlingException()) {
      return "AWS throttled all attempts (" + name + ")";
    }
    return "AWS refused the request with status " + e.statusCode() + " (" + name + ")";
  }

  // A message of the SDK may quote a response that it cannot parse, so show only known messages.
  private static String reason(SdkException e) {
    if (e instanceof ApiCallTimeoutException) {
      return "AWS did not respond in time; check the network or raise "
          + ProviderConfig.TIMEOUT_SECONDS;
    }
    String message = String.valueOf(e.getMessage());
    if (e instanceof SdkClientException
        && (message.startsWith(UNREACHABLE) || message.startsWith(CREDENTIALS))) {
      return message;
    }
    return "cannot parse the response (" + e.getClass().getSimpleName() + ")";
  }
}
