package io.mskcdc.local.aws.rest;

import io.mskcdc.local.iam.Account;
import java.util.List;
import java.util.function.Consumer;

/** A request whose signature is verified, with the principal that signed it. */
public final class VerifiedRequest {
  private final ServiceRequest request;
  private final Account account;
  private final String principal;
  private final Consumer<List<String>> log;

  /**
   * @param log takes the ARNs that the request is about
   */
  public VerifiedRequest(
      ServiceRequest request, Account account, String principal, Consumer<List<String>> log) {
    this.request = request;
    this.account = account;
    this.principal = principal;
    this.log = log;
  }

  public ServiceRequest request() {
    return request;
  }

  /** Returns the ARN of a resource in this account and region. */
  public String arn(String service, String resource) {
    return Arns.of(account, service, resource);
  }

  /**
   * Checks that the principal's policy allows an action on each of the resources.
   *
   * @param action with its service, like {@code ssm:GetParameter}
   * @throws ServiceError if the policy does not allow it on one of them
   */
  public void authorize(String action, List<String> arns) {
    log.accept(arns);
    for (String arn : arns) {
      if (!account.allows(principal, action, arn)) {
        throw new ServiceError(
            "AccessDeniedException",
            principal + " may not " + action + " on " + arn + ": no policy allows it");
      }
    }
  }
}
