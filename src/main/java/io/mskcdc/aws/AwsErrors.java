package io.mskcdc.aws;

import static io.mskcdc.problem.ErrorCode.AWS_BAD_REQUEST;
import static io.mskcdc.problem.ErrorCode.AWS_CONFLICT;
import static io.mskcdc.problem.ErrorCode.AWS_FORBIDDEN;
import static io.mskcdc.problem.ErrorCode.AWS_NOT_FOUND;
import static io.mskcdc.problem.ErrorCode.AWS_NOT_THE_SERVICE;
import static io.mskcdc.problem.ErrorCode.AWS_UNAUTHORIZED;

import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.text.OneLine;

/** Converts permanent errors of a service to problems with a next step. */
final class AwsErrors {
  private AwsErrors() {}

  static ProblemException of(AwsService service, AwsRequest request, AwsError error) {
    if (error.isNotAuthenticated()) {
      return problem(
          AWS_UNAUTHORIZED,
          request,
          "the credentials are not accepted",
          // Omit the service's message: for a wrong signature it quotes the request and its session
          // token.
          new AwsError(error.status(), error.type(), "", error.requestId()),
          "check the identity with aws sts get-caller-identity, and this machine's clock");
    }
    if (error.isForbidden()) {
      return problem(
          AWS_FORBIDDEN,
          request,
          "not allowed",
          error,
          "allow "
              + service.signingName()
              + ":"
              + permission(request)
              + " to the role that deploys, and what the message names");
    }
    // The response to a HEAD has no body.
    if (error.type().isEmpty() && !request.method().equals("HEAD")) {
      return problem(
          AWS_NOT_THE_SERVICE,
          request,
          "the response is not from " + service.title(),
          error,
          "check that " + service.endpoint() + " is its endpoint, and proxies on the way");
    }
    return switch (error.meaning()) {
      case 404 ->
          problem(
              AWS_NOT_FOUND,
              request,
              "there is none",
              error,
              "check its name, the region and the account");
      case 409, 412 ->
          problem(
              AWS_CONFLICT,
              request,
              "it conflicts with another change or resource",
              error,
              "wait until the other change has ended, then run the command again");
      default ->
          problem(AWS_BAD_REQUEST, request, "refused", error, "correct what the message names");
    };
  }

  // HeadObject has no permission of its own.
  private static String permission(AwsRequest request) {
    return request.operation().equals("HeadObject") ? "GetObject" : request.operation();
  }

  /** Returns an error's type, request ID and message. */
  static String words(AwsError error) {
    String type = error.type().isEmpty() ? "HTTP " + error.status() : error.type();
    return " ("
        + type
        + (error.requestId().isEmpty() ? "" : ", request " + error.requestId())
        + ")"
        + (error.message().isEmpty() ? "" : ": " + OneLine.of(error.message()));
  }

  private static ProblemException problem(
      ErrorCode code, AwsRequest request, String meaning, AwsError error, String next) {
    return new ProblemException(
        Problem.of(
            code, request.resource(), request.operation() + ": " + meaning + words(error), next));
  }
}
