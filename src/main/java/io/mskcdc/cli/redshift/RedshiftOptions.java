package io.mskcdc.cli.redshift;

import io.mskcdc.redshift.Readers;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of each command that writes SQL for Redshift. */
final class RedshiftOptions {
  @Option(
      names = "--iam-role",
      paramLabel = "ARN",
      description = "The role with which Redshift reads; default for the cluster's own.")
  private Optional<String> iamRole;

  @Option(
      names = "--grant-role",
      paramLabel = "ROLE",
      description = "A role that may read the tables; repeatable.")
  private List<String> roles = List.of();

  @Option(
      names = "--grant-group",
      paramLabel = "GROUP",
      description = "A group that may read the tables; repeatable.")
  private List<String> groups = List.of();

  Optional<String> iamRole() {
    return iamRole;
  }

  Readers readers() {
    return new Readers(roles, groups);
  }
}
