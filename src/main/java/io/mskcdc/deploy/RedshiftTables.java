package io.mskcdc.deploy;

import static io.mskcdc.problem.ErrorCode.FILE_NOT_READABLE;
import static io.mskcdc.problem.ErrorCode.REDSHIFT_ADDRESS_INVALID;

import io.mskcdc.config.Authentication;
import io.mskcdc.config.Bundle;
import io.mskcdc.contract.TableContract;
import io.mskcdc.dms.DmsTask;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.redshift.DmsSql;
import io.mskcdc.redshift.Readers;
import io.mskcdc.redshift.StreamingSql;
import io.mskcdc.redshift.TopicSource;
import io.mskcdc.report.RedshiftSqlReport;
import io.mskcdc.text.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Writes SQL for the tables of a connector or a DMS task in Redshift. */
public final class RedshiftTables {
  private static final Pattern ROLE = Pattern.compile("default|arn:[\\w:/+=,.@-]+");
  private static final Pattern SERVERS = Pattern.compile("[\\w.-]+:\\d+(,[\\w.-]+:\\d+)*+");

  private final Bundle bundle;
  private final Optional<String> iamRole;
  private final Readers readers;

  /**
   * @param iamRole the ARN of the role with which Redshift reads, or {@code default}
   * @param readers who may read the tables
   * @throws ProblemException if the role is not an ARN
   */
  public RedshiftTables(Bundle bundle, Optional<String> iamRole, Readers readers) {
    this.bundle = bundle;
    this.iamRole = checked(iamRole, ROLE, "--iam-role", "the ARN of a role");
    this.readers = readers;
  }

  /**
   * Returns the SQL for the topics of a connector.
   *
   * @param connector its name
   * @param topics the topics; empty for all
   * @param bootstrapServers the brokers, instead of those of the environment
   * @param schema the schema of all tables, instead of one like each database
   * @param since a file that was written before
   * @throws ProblemException if the brokers or the role are not known, if the topics cannot be
   *     described, or if Redshift cannot have the tables or change them
   */
  public RedshiftSqlReport ofTopics(
      String connector,
      List<String> topics,
      Optional<String> bootstrapServers,
      Optional<String> schema,
      Optional<Path> since) {
    StreamingSql sql =
        new StreamingSql(
            connector,
            bundle.paths().shown(ConnectorSelection.of(bundle, List.of(connector)).get(0).file()),
            schema,
            readers);
    if (since.isPresent()) {
      String before = content(since.get());
      return new RedshiftSqlReport(
          connector, sql.change(contracts(connector, topics), before, since.get().toString()));
    }
    TopicSource source = source(bootstrapServers);
    return new RedshiftSqlReport(connector, sql.create(contracts(connector, topics), source));
  }

  private List<TableContract> contracts(String connector, List<String> topics) {
    return new TopicContracts(bundle).of(connector, topics);
  }

  /**
   * Returns the SQL for the files of a DMS task.
   *
   * @param name its name
   * @param columns a file with the columns of its database
   * @throws ProblemException if the role is not known, or if Redshift cannot read the files or have
   *     the tables
   */
  public RedshiftSqlReport ofFiles(String name, Path columns) {
    DmsTask task = DmsSelection.of(bundle, List.of(name)).get(0);
    DmsSql sql =
        new DmsSql(
            task, bundle.paths().shown(task.file().file()), columns, requiredRole(), readers);
    return new RedshiftSqlReport(name, sql.sql());
  }

  private TopicSource source(Optional<String> bootstrapServers) {
    Authentication authentication = bundle.environment().auth();
    return new TopicSource(
        checked(bootstrapServers, SERVERS, "--bootstrap-servers", "host:port,…")
            .or(
                () ->
                    bundle
                        .environment()
                        .mskConnect()
                        .map(target -> String.join(",", target.bootstrapServers())))
            .orElseThrow(
                () ->
                    missing(
                        "it does not contain the brokers of an MSK cluster",
                        "pass --bootstrap-servers")),
        authentication,
        authentication == Authentication.IAM ? requiredRole() : iamRole.orElse(""));
  }

  private static Optional<String> checked(
      Optional<String> value, Pattern form, String option, String what) {
    value
        .filter(text -> !form.matcher(text).matches())
        .ifPresent(
            text -> {
              throw new ProblemException(
                  Problem.of(
                      REDSHIFT_ADDRESS_INVALID,
                      option,
                      "'" + text + "' is not " + what,
                      "correct the value"));
            });
    return value;
  }

  private String requiredRole() {
    return iamRole.orElseThrow(
        () ->
            missing(
                "it does not contain the role with which Redshift reads",
                "pass --iam-role with the ARN of the role, or with default"));
  }

  private ProblemException missing(String message, String next) {
    return new ProblemException(
        Problem.of(
            REDSHIFT_ADDRESS_INVALID,
            bundle.paths().shown(bundle.environment().file()),
            message,
            next));
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of(
              FILE_NOT_READABLE,
              file.toString(),
              "the file cannot be read: " + WholeFile.reason(e),
              "pass with --since the last file that mskcdc redshift sql wrote"),
          e);
    }
  }
}
