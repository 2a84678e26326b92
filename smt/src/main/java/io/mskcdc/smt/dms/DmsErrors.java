package io.mskcdc.smt.dms;

import org.apache.kafka.connect.errors.DataException;

/**
 * The errors of DmsToEnvelope. Each begins with a stable code, names topic, table and column, and
 * ends with the next step. None contains a value.
 */
final class DmsErrors {

  static final String RECORD_INVALID = "dms-record-invalid";
  static final String OPERATION_UNKNOWN = "dms-operation-unknown";
  static final String KEY_UNKNOWN = "dms-key-unknown";
  static final String KEY_INCOMPLETE = "dms-key-incomplete";
  static final String KEY_INEXACT = "dms-key-inexact";
  static final String BEFORE_UNEXPECTED = "dms-before-unexpected";

  private DmsErrors() {}

  /**
   * @param where the topic, with the table if it is known
   */
  static DataException of(String code, String where, String problem, String next) {
    return new DataException("%s: converting %s: %s; %s".formatted(code, where, problem, next));
  }

  /** Returns the error for a value that does not have the form of a record of DMS. */
  static DataException invalidRecord(String topic, String problem) {
    return of(
        RECORD_INVALID,
        "topic " + topic,
        problem,
        "read the topics of DMS with JsonConverter and schemas.enable=false, and leave other topics"
            + " out with a predicate");
  }
}
