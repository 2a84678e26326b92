package io.mskcdc.local.msk;

import io.mskcdc.local.aws.rest.VerifiedRequest;
import java.util.UUID;

/** The ARNs of the service's resources. */
final class Arns {
  static final String CONNECTOR = "connector";
  static final String PLUGIN = "custom-plugin";
  static final String WORKER_CONFIGURATION = "worker-configuration";

  private Arns() {}

  /** Returns an ARN that none had before. */
  static String fresh(VerifiedRequest call, String kind, String name) {
    // What the number at its end means is not documented; those of AWS have one.
    return call.arn(
        MskConnectService.NAME, String.join("/", kind, name, UUID.randomUUID().toString() + "-2"));
  }

  /** Returns a new ARN of an operation on a connector. */
  static String operation(String connectorArn) {
    return connectorArn.replace(":" + CONNECTOR + "/", ":connector-operation/")
        + "/"
        + UUID.randomUUID();
  }

  /** Returns what tells apart resources that had one name, one after another. */
  static String id(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }
}
