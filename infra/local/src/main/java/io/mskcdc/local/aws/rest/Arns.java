package io.mskcdc.local.aws.rest;

import io.mskcdc.local.iam.Account;

/** ARNs of the account's resources, {@code arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE}. */
public final class Arns {
  private Arns() {}

  /** Returns the ARN of a resource in an account and its region. */
  static String of(Account account, String service, String resource) {
    String[] cluster = account.cluster().split(":", -1);
    return String.join(":", "arn", cluster[1], service, account.region(), cluster[4], resource);
  }

  /** Returns the part after the last slash: it differs between successive resources of one name. */
  public static String id(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }
}
