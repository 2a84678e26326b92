package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.TLS_NOT_VERIFIED;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import io.mskcdc.lint.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds connections to another machine's database that do not verify its certificate. */
final class UnverifiedTlsRule implements ConnectorRule {

  /**
   * This machine, and names that only its own network or cluster resolves. A name in braces without
   * a provider is a mistake of its own.
   */
  private static final Pattern NEAR =
      Pattern.compile("[^.:]*|\\$\\{[^:}]*}|127\\..*|::1|\\[::1]|.*\\.(local|svc)");

  /**
   * @param none the mode without TLS
   * @param whenAbsent the default
   * @param verified the mode that verifies the certificate and the host's name
   */
  private record Modes(String none, String whenAbsent, List<String> verifying, String verified) {}

  private static final Modes MYSQL =
      new Modes(
          "disabled", "preferred", List.of("verify_ca", "verify_identity"), "verify_identity");

  private static final Modes MARIADB =
      new Modes("disable", "disable", List.of("verify-ca", "verify-full"), "verify-full");

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            TLS_NOT_VERIFIED,
            "`database.ssl.mode` of Debezium for MySQL and MariaDB",
            "Without TLS, the password's exchange and all rows cross the network in clear. Without verification, the connector accepts each certificate, so another machine can take the database's place. Environments whose name begins with `local` are not reported, nor are hosts of the same machine or cluster.",
            "Write `verify_identity` for MySQL or `verify-full` for MariaDB. The certificates of RDS and Aurora need `database.ssl.truststore`, a file on the worker.",
            "Debezium, MySQL connector, `database.ssl.mode`; AWS, RDS with TLS"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    if (!ConnectorKind.readsBinlog(connector)
        || bundle.environment().isLocal()
        || isNear(connector)) {
      return List.of();
    }
    boolean isMariaDb =
        ConnectorKind.debezium(connector.config()).filter("mariadb"::equals).isPresent();
    Modes modes = isMariaDb ? MARIADB : MYSQL;
    OptionValue option = new OptionValue(connector, "database.ssl.mode");
    Optional<String> weak =
        option.effective(modes.whenAbsent).filter(mode -> !modes.verifying.contains(mode));
    // A misspelt mode is a finding of its own.
    if (weak.isEmpty() || UnknownValueRule.isUnknown(connector, option.key())) {
      return List.of();
    }
    boolean isClear = weak.get().equals(modes.none);
    return option
        .finding(
            TLS_NOT_VERIFIED,
            Severity.ERROR,
            isClear
                ? "rows cross the network in clear"
                : "the connector accepts each certificate, so another machine can take the"
                    + " database's place",
            "write "
                + modes.verified
                + ", with a truststore for the certificates of RDS and Aurora")
        .toList();
  }

  /** A host that a config provider supplies is judged as one far away. */
  private static boolean isNear(RenderedConnector connector) {
    String host = connector.config().getOrDefault("database.hostname", "").strip();
    return NEAR.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }
}
