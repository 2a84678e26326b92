package io.mskcdc.dynamodb;

import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.LimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

/**
 * The errors that stop a task. Each begins with a stable code and ends with the next step. An error
 * that may pass by itself stops no task.
 */
final class SourceErrors {
  static final String TABLE_MISSING = "dynamodb-table-missing";
  static final String STREAM_MISSING = "dynamodb-stream-missing";
  static final String STREAM_VIEW = "dynamodb-stream-view";
  static final String STREAM_REPLACED = "dynamodb-stream-replaced";
  static final String RECORDS_TRIMMED = "dynamodb-records-trimmed";
  static final String REQUEST_REFUSED = "dynamodb-request-refused";

  /** The only way to an equal state after changes were lost. */
  static final String NEW_SNAPSHOT =
      "stop the connector and remove its offsets; the next start takes a new snapshot";

  private SourceErrors() {}

  static ConnectException of(String code, String problem, String next) {
    return new ConnectException(code + ": " + problem + "; " + next);
  }

  /**
   * Returns the error for a request that AWS refuses, or that never reached it. Connect repeats
   * what ends in a {@link RetriableException}.
   */
  static ConnectException of(String problem, SdkException e) {
    String reason = e.getMessage();
    if (e instanceof AwsServiceException service && service.awsErrorDetails() != null) {
      reason =
          service.awsErrorDetails().errorCode() + ", " + service.awsErrorDetails().errorMessage();
    }
    String message =
        REQUEST_REFUSED
            + ": "
            + problem
            + " ("
            + reason
            + "); grant the worker's role what mskcdc iam policy prints, and check region and"
            + " network";
    return mayPass(e) ? new RetriableException(message, e) : new ConnectException(message, e);
  }

  /** Returns whether the same request may succeed later. */
  static boolean mayPass(SdkException e) {
    if (e instanceof AwsServiceException service) {
      return service.isThrottlingException()
          || service.isClockSkewException()
          || service.statusCode() >= 500
          || e instanceof LimitExceededException
          || e instanceof ProvisionedThroughputExceededException;
    }
    // Without an answer: the network, or credentials that cannot be read for a while.
    return e instanceof SdkClientException;
  }
}
