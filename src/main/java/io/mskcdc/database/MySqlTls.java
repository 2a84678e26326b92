package io.mskcdc.database;

import static io.mskcdc.database.MySqlCheck.TLS;

import io.mskcdc.problem.Check;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** TLS between a connector and its MySQL server. */
final class MySqlTls {
  static final String VERIFYING = "\"database.ssl.mode\": \"verify_identity\"";
  private static final Set<String> VERIFYING_MODES = Set.of("verify_ca", "verify_identity");
  private static final Duration SOON = Duration.ofDays(30);

  /** OpenSSL's form of a time, after repeated spaces became one. */
  private static final DateTimeFormatter OPENSSL =
      DateTimeFormatter.ofPattern("MMM d HH:mm:ss yyyy zzz", Locale.ROOT);

  private final String mode;
  private final String address;

  /**
   * @param mode the connector's mode, like {@code verify_ca}
   * @param address host and port
   */
  MySqlTls(String mode, String address) {
    this.mode = mode.toLowerCase(Locale.ROOT);
    this.address = address;
  }

  /**
   * Returns the check of a session that was opened with the connector's mode.
   *
   * @param status the session's status variables by name
   */
  Check check(Map<String, String> status) {
    String cipher = status.getOrDefault("Ssl_cipher", "");
    if (cipher.isEmpty()) {
      return TLS.warning(
          "the session is not encrypted (database.ssl.mode=" + mode + ")", List.of(VERIFYING), "");
    }
    String session = status.getOrDefault("Ssl_version", "TLS") + " with " + cipher;
    Optional<Instant> end = end(status.getOrDefault("Ssl_server_not_after", ""));
    if (end.isPresent() && end.get().isBefore(Instant.now().plus(SOON))) {
      return TLS.warning(
          session + "; the server's certificate ends at " + end.get(),
          List.of("ALTER INSTANCE RELOAD TLS"),
          "replace the files of ssl_cert and ssl_key before; RDS replaces them itself");
    }
    return VERIFYING_MODES.contains(mode)
        ? TLS.ok(session + ", verified (database.ssl.mode=" + mode + ")")
        : TLS.warning(
            session
                + ", but nobody verifies who answers (database.ssl.mode="
                + mode
                + "): another machine can read what the connector reads",
            List.of(VERIFYING),
            "a certificate that no public authority signed needs database.ssl.truststore too");
  }

  private static Optional<Instant> end(String time) {
    try {
      return Optional.of(
          ZonedDateTime.parse(time.strip().replaceAll(" +", " "), OPENSSL).toInstant());
    } catch (DateTimeException e) {
      // A server that uses no OpenSSL has another form or none.
      return Optional.empty();
    }
  }

  /** Returns how to trust the authority that signed the server's certificate. */
  List<String> trusting() {
    boolean isRds = address.toLowerCase(Locale.ROOT).contains(".rds.amazonaws.com");
    return List.of(
        isRds
            ? "curl -o ca.pem https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem"
            : "openssl s_client -starttls mysql -showcerts -connect "
                + address
                + " < /dev/null | sed -n '/BEGIN CERT/,/END CERT/p' > ca.pem",
        "openssl pkcs12 -export -nokeys -jdktrust anyExtendedKeyUsage -in ca.pem -out"
            + " truststore.p12",
        "\"database.ssl.truststore\": \"<truststore.p12, as a provider of the workers returns it>\"",
        "\"database.ssl.truststore.password\": \"${<provider>:<path>:<key>}\"");
  }
}
