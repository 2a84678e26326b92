package io.mskcdc.apply;

import static io.mskcdc.problem.ErrorCode.AWS_NOT_THE_SERVICE;
import static io.mskcdc.problem.ErrorCode.AWS_SERVER_ERROR;
import static io.mskcdc.problem.ErrorCode.AWS_UNREACHABLE;
import static io.mskcdc.problem.ErrorCode.CONNECT_NOT_A_WORKER;
import static io.mskcdc.problem.ErrorCode.CONNECT_REFUSED;
import static io.mskcdc.problem.ErrorCode.CONNECT_UNREACHABLE;
import static io.mskcdc.problem.ErrorCode.OPERATION_NOT_ENDED;

import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Failures of a write that may have been carried out, or still be carried out later. */
final class OpenWrites {
  private static final Set<ErrorCode> CODES =
      EnumSet.of(
          CONNECT_REFUSED,
          CONNECT_UNREACHABLE,
          CONNECT_NOT_A_WORKER,
          AWS_UNREACHABLE,
          AWS_SERVER_ERROR,
          AWS_NOT_THE_SERVICE,
          OPERATION_NOT_ENDED);

  private OpenWrites() {}

  /** Returns whether a write that ended with these problems may have been carried out. */
  static boolean isOpen(List<Problem> problems) {
    return problems.stream().map(Problem::code).anyMatch(CODES::contains);
  }
}
