package io.mskcdc.secrets;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.config.ConfigException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.model.StsException;

/** Describes failed look-ups by the name of the secret. No message quotes a response's body. */
final class ProviderErrors {
  private static final Set<String> NOT_FOUND =
      Set.of("ResourceNotFoundException", "ParameterNotFound", "NoSuchKey", "NoSuchBucket");
  private static final Set<String> DENIED =
      Set.of("AccessDeniedException", "AccessDenied", "AccessDeniedForDependencyException");

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
    if (e instanceof StsException) {
      return "the role in "
          + ProviderConfig.ROLE_ARN
          + " cannot be assumed; permit sts:AssumeRole to the worker's role, and name that role in"
          + " the trust policy ("
          + name
          + ")";
    }
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

  private static String reason(SdkException e) {
    if (e instanceof ApiCallTimeoutException) {
      return "AWS did not respond in time; check that the workers' subnets have a route or a VPC"
          + " endpoint to the service, or raise "
          + ProviderConfig.TIMEOUT_SECONDS;
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (isOfTheNetwork(cause)) {
        return "AWS cannot be reached ("
            + text(cause)
            + "); check region, endpoint and the network of the workers";
      }
    }
    return isBeforeTheResponse(e)
        ? text(e)
        : "cannot parse the response (" + e.getClass().getSimpleName() + ")";
  }

  private static boolean isOfTheNetwork(Throwable e) {
    String name = e.getClass().getName();
    return e instanceof SocketException
        || e instanceof SocketTimeoutException
        || e instanceof UnknownHostException
        || e instanceof SSLException
        || name.startsWith("sun.security.");
  }

  /**
   * Whether the SDK failed without a response, such as without a region or without credentials.
   * Other messages may quote a response that the SDK cannot parse. These have the parser's
   * exception as a cause.
   */
  private static boolean isBeforeTheResponse(SdkException e) {
    return e instanceof SdkClientException
        && e.getCause() == null
        && !e.getMessage().toLowerCase(Locale.ROOT).contains("unmarshall");
  }

  static String text(Throwable e) {
    String message = e.getMessage();
    if (e instanceof SdkException) {
      return message;
    }
    return e.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }
}
