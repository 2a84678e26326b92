package io.mskcdc.local.msk;

import io.mskcdc.local.aws.rest.VerifiedRequest;
import java.util.UUID;

/** The ARNs of the service's resources. */
final class MskConnectArns {
  static final String CONNECTOR = "connector";
  static final String PLUGIN = "custom-plugin";
  static final String WORKER_CONFIGURATION = "worker-configuration";

  private MskConnectArns() {}

  /** Returns an ARN that no other resource has or had. */
  static String create(VerifiedRequest call, String kind, String name) {
    // AWS appends a number, whose meaning is not documented.
    return call.arn(
        MskConnectService.NAME, String.join("/", kind, name, UUID.randomUUID().toString() + "-2"));
  }

  /** Returns a new ARN of an operation on a connector. */
  static String createOperation(String connectorArn) {
    return connectorArn.replace(":" + CONNECTOR + "/", ":connector-operation/")
        + "/"
        + UUID.randomUUID();
  }
}
