package io.mskcdc.problem;

import java.util.Locale;

/**
 * The stable codes of everything that can go wrong. A code is never renamed; docs/errors.md
 * explains each one.
 */
public enum ErrorCode {
  // What is written in the bundle.
  BUNDLE_NOT_FOUND,
  FILE_NOT_READABLE,
  FILE_NOT_WRITABLE,
  FILE_EXISTS,
  FILE_SYNTAX,
  ENVIRONMENT_NOT_FOUND,
  ENVIRONMENT_INVALID,
  VARIABLE_FILE_MISSING,
  VARIABLE_UNKNOWN,
  VARIABLE_UNUSED,
  VARIABLE_MALFORMED,
  SECRET_FROM_VARIABLE,
  CONNECTOR_LISTED_TWICE,
  CONNECTOR_NOT_LISTED,
  CONNECTOR_FILE_MISSING,
  CONNECTOR_FILE_INVALID,
  CONNECTOR_NAME_INVALID,
  CONFIG_VALUE_INVALID,
  OVERLAY_WITHOUT_CONNECTOR,

  // Reaching a worker.
  CONNECT_HOST_UNKNOWN,
  CONNECT_UNREACHABLE,
  CONNECT_TLS,
  CREDENTIALS_MISSING,
  CONNECT_UNAUTHORIZED,
  CONNECT_TOO_OLD,
  CONNECT_NOT_A_WORKER,
  CONNECT_REFUSED,

  // Changing and watching connectors.
  APPROVAL_MISSING,
  CONFIG_REJECTED,
  TABLE_NOT_FOUND,
  DANGER_NOT_ACCEPTED,
  LIVE_STATE_CHANGED,
  PLAN_STALE,
  PRUNE_IMPOSSIBLE,
  ROLLBACK_IMPOSSIBLE,
  WRITE_NOT_KEPT,
  CONNECTOR_ABSENT,
  CONNECTOR_NOT_STARTED,
  CONNECTOR_FAILED,
  TASK_FAILED,
  CONNECTOR_NOT_HEALTHY,
  CONNECTOR_DISAPPEARED,
  INTERRUPTED,

  // The command itself.
  USAGE,
  INTERNAL;

  /** Returns the code as it is printed and looked up, like {@code variable-unknown}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
