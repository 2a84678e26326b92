package io.mskcdc.local.dynamodb;

/** A failure of the service that a test requests. */
public enum Failure {
  /** Of the operations on streams: too many requests at once. */
  LIMIT_EXCEEDED(
      "LimitExceededException",
      "Too many operations for a given subscriber. Retry your request after some time"),
  /** Of the operations on items: more requests than the table's throughput. */
  PROVISIONED_THROUGHPUT_EXCEEDED(
      "ProvisionedThroughputExceededException",
      "The level of configured provisioned throughput for the table was exceeded. Consider"
          + " increasing your provisioning level with the UpdateTable API."),
  /** Of all operations: more requests than the account may send. */
  THROTTLED("ThrottlingException", "Rate exceeded"),
  /** Of all operations, with HTTP status 500. */
  INTERNAL_SERVER_ERROR("InternalServerError", "Internal server error");

  private final String code;
  private final String message;

  Failure(String code, String message) {
    this.code = code;
    this.message = message;
  }

  String code() {
    return code;
  }

  String message() {
    return message;
  }
}
