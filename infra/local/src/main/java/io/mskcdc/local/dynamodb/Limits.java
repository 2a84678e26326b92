package io.mskcdc.local.dynamodb;

import io.mskcdc.local.aws.rest.Input;
import io.mskcdc.local.aws.rest.ServiceError;

/** The member Limit of an input. */
final class Limits {
  private Limits() {}

  /**
   * Returns the limit.
   *
   * @param max the greatest limit, also the one of a request without it
   */
  static int read(Input input, int max) {
    int limit = input.number("Limit").orElse(max);
    if (limit < 1) {
      throw belowOne("limit", limit);
    }
    if (limit > max) {
      throw DynamoDbErrors.constraint(limit, "limit", "have value less than or equal to " + max);
    }
    return limit;
  }

  static ServiceError belowOne(String member, long value) {
    return DynamoDbErrors.constraint(value, member, "have value greater than or equal to 1");
  }
}
