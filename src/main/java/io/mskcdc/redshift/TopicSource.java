package io.mskcdc.redshift;

import io.mskcdc.config.Authentication;

/**
 * The cluster that Redshift reads topics of.
 *
 * @param bootstrapServers the brokers, as host:port with commas between
 * @param authentication how Redshift logs in
 * @param iamRole the ARN of the role with which Redshift logs in, or {@code default}; empty for
 *     none
 */
public record TopicSource(String bootstrapServers, Authentication authentication, String iamRole) {

  /** Returns the schema through which Redshift reads the topics. */
  String externalSchema(String name) {
    return "CREATE EXTERNAL SCHEMA IF NOT EXISTS "
        + SqlText.identifier(name)
        + "\nFROM MSK"
        + (iamRole.isEmpty() ? "" : "\nIAM_ROLE " + iamRole(iamRole))
        + "\nAUTHENTICATION "
        + authentication.text()
        + "\nURI "
        + SqlText.literal(bootstrapServers)
        + ";\n";
  }

  /** Returns the ARN of a role, or the word for that of the cluster, as COPY takes it too. */
  static String iamRole(String role) {
    return role.equals("default") ? role : SqlText.literal(role);
  }
}
