package io.mskcdc.local.aws.rest;

import io.mskcdc.local.aws.RequestLog;
import io.mskcdc.local.iam.Account;
import java.util.List;

/** A request whose signature was found right, and who signed it. */
public final class VerifiedRequest {
  private final ServiceRequest request;
  private final Account account;
  private final String principal;
  private final RequestLog.Entry entry;

  public VerifiedRequest(
      ServiceRequest request, Account account, String principal, RequestLog.Entry entry) {
    this.request = request;
    this.account = account;
    this.principal = principal;
    this.entry = entry;
  }

  public ServiceRequest request() {
    return request;
  }

  /** Returns the ARN of something in this account and region. */
  public String arn(String service, String resource) {
    // arn:PARTITION:kafka:REGION:ACCOUNT:cluster/…
    String[] cluster = account.cluster().split(":", -1);
    return String.join(":", "arn", cluster[1], service, account.region(), cluster[4], resource);
  }

  /**
   * Goes on only if the principal's policy allows an action on all of some resources.
   *
   * @param action with its service, like {@code ssm:GetParameter}
   * @throws ServiceError if it does not
   */
  public void authorize(String action, List<String> arns) {
    entry.resources(arns);
    for (String arn : arns) {
      if (!account.allows(principal, action, arn)) {
        throw new ServiceError(
            "AccessDeniedException",
            principal + " may not " + action + " on " + arn + ": no policy allows it");
      }
    }
  }
}
