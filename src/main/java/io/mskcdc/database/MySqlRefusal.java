package io.mskcdc.database;

import static io.mskcdc.database.MySqlCheck.REACHABLE;
import static io.mskcdc.database.MySqlCheck.TLS;

import io.mskcdc.problem.Check;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.SSLException;

/** Why a server did not open a session, and what mends it. */
final class MySqlRefusal {
  private static final int ACCESS_DENIED = 1045;
  private static final int NO_SUCH_HOST = 1130;
  private static final int TOO_MANY = 1040;
  private static final int TOO_MANY_OF_USER = 1203;
  private static final int LIMIT_OF_ACCOUNT = 1226;
  private static final int OFFLINE = 3032;
  private static final int LOCKED = 3118;
  private static final int EXPIRED = 1862;
  private static final int NEEDS_TLS = 3159;

  private final String address;
  private final String user;
  private final String tlsMode;

  /**
   * @param address host and port
   * @param session the properties of the session
   * @param tlsMode the connector's mode of TLS
   */
  MySqlRefusal(String address, Properties session, String tlsMode) {
    this.address = address;
    this.user = session.getProperty("user", "");
    this.tlsMode = tlsMode;
  }

  /**
   * Returns the failed check.
   *
   * @param seen what was tried, and the server's or the driver's reason
   */
  Check check(SQLException e, String seen) {
    String account = "'" + user.replace("'", "''") + "'@'%'";
    String message = String.valueOf(e.getMessage());
    if (message.contains("Public Key Retrieval")) {
      return TLS.failed(
          seen + "; without TLS the server sends its key for the password first",
          List.of(MySqlTls.VERIFYING),
          "");
    }
    return switch (e.getErrorCode()) {
      case ACCESS_DENIED ->
          REACHABLE.failed(
              seen,
              List.of(
                  "CREATE USER IF NOT EXISTS " + account,
                  "ALTER USER " + account + " IDENTIFIED BY '<the password in the secret>'"),
              "or correct database.user and database.password; " + otherAccounts());
      case NO_SUCH_HOST ->
          REACHABLE.failed(
              seen,
              List.of("CREATE USER " + account + " IDENTIFIED BY '<the password in the secret>'"),
              "an account of another host does not admit this machine, or the workers");
      case TOO_MANY -> REACHABLE.failed(seen, List.of("SET PERSIST max_connections = 500"), "");
      case TOO_MANY_OF_USER ->
          REACHABLE.failed(seen, List.of("SET PERSIST max_user_connections = 0"), "");
      case LIMIT_OF_ACCOUNT ->
          REACHABLE.failed(
              seen,
              List.of(
                  "ALTER USER "
                      + account
                      + " WITH MAX_CONNECTIONS_PER_HOUR 0 MAX_USER_CONNECTIONS 0"
                      + " MAX_QUERIES_PER_HOUR 0 MAX_UPDATES_PER_HOUR 0"),
              otherAccounts());
      case OFFLINE -> REACHABLE.failed(seen, List.of("SET PERSIST offline_mode = OFF"), "");
      case LOCKED ->
          REACHABLE.failed(
              seen, List.of("ALTER USER " + account + " ACCOUNT UNLOCK"), otherAccounts());
      case EXPIRED ->
          REACHABLE.failed(
              seen,
              List.of(
                  "ALTER USER "
                      + account
                      + " IDENTIFIED BY '<the password in the secret>' PASSWORD EXPIRE NEVER"),
              otherAccounts());
      case NEEDS_TLS -> TLS.failed(seen, List.of(MySqlTls.VERIFYING), "");
      default -> ofConnection(e, seen);
    };
  }

  /** The server takes the account whose host is the narrowest, and names the client's host only. */
  private String otherAccounts() {
    return "an account with a narrower host than '%', or without a name, comes first, and one may"
        + " demand a certificate: SELECT user, host, ssl_type FROM mysql.user WHERE user IN ('"
        + user.replace("'", "''")
        + "', ''), and name that host instead of '%'";
  }

  private Check ofConnection(SQLException e, String seen) {
    String host = address.replaceFirst(":\\d+$", "");
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException) {
        return REACHABLE.failed(
            seen + "; no name server knows " + host,
            List.of("getent hosts " + host),
            "correct database.hostname, or run this where the name resolves");
      }
      if (cause instanceof SSLException || cause instanceof GeneralSecurityException) {
        return TLS.failed(
            seen + "; " + String.valueOf(cause.getMessage()).lines().findFirst().orElse(""),
            new MySqlTls(tlsMode, address).trusting(),
            "");
      }
    }
    if (String.valueOf(e.getMessage()).contains("SSL")) {
      return TLS.failed(
          seen,
          List.of("ssl_cert = server-cert.pem", "ssl_key = server-key.pem"),
          "write them below [mysqld] in my.cnf and restart; mysql_ssl_rsa_setup makes the files");
    }
    if (e.getErrorCode() > 0) {
      return REACHABLE.failed(
          seen, List.of(), "the server answers, and refuses the session: mend what it names");
    }
    return REACHABLE.failed(
        seen,
        List.of("nc -vz " + address.replaceFirst(":(\\d+)$", " $1")),
        "start the server, or admit this machine and the workers to its port, for example in its"
            + " security group");
  }
}
