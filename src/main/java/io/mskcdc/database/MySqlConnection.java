package io.mskcdc.database;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** Connects to MySQL with a Debezium connector's own settings. */
public final class MySqlConnection {
  private MySqlConnection() {}

  /**
   * Opens a connection.
   *
   * @param config the connector's configuration
   * @throws NotReachableException when this machine lacks a way or a secret
   */
  public static Connection open(Map<String, String> config) throws NotReachableException {
    String host = FileReferences.resolve(config.getOrDefault("database.hostname", ""));
    String port = FileReferences.resolve(config.getOrDefault("database.port", "3306"));
    try {
      return DriverManager.getConnection(
          "jdbc:mysql://" + host + ":" + port + "/", properties(config));
    } catch (SQLException e) {
      throw failed(e, host + ":" + port);
    }
  }

  /** Says why a database could not be asked, in one line. */
  public static NotReachableException failed(SQLException e, String where) {
    String reason = e.getMessage() == null ? "" : e.getMessage().lines().findFirst().orElse("");
    return new NotReachableException("no answer of " + where + " to this machine (" + reason + ")");
  }

  private static Properties properties(Map<String, String> config) throws NotReachableException {
    Properties properties = new Properties();
    properties.setProperty(
        "user", FileReferences.resolve(config.getOrDefault("database.user", "")));
    properties.setProperty(
        "password", FileReferences.resolve(config.getOrDefault("database.password", "")));
    properties.setProperty(
        "sslMode", config.getOrDefault("database.ssl.mode", "preferred").toUpperCase(Locale.ROOT));
    properties.setProperty("connectTimeout", "5000");
    properties.setProperty("socketTimeout", "20000");
    String truststore = config.get("database.ssl.truststore");
    if (truststore != null) {
      Path file = Path.of(FileReferences.resolve(truststore));
      if (!Files.isReadable(file)) {
        throw new NotReachableException("its truststore is on the workers");
      }
      properties.setProperty("trustCertificateKeyStoreUrl", file.toUri().toString());
      properties.setProperty(
          "trustCertificateKeyStorePassword",
          FileReferences.resolve(config.getOrDefault("database.ssl.truststore.password", "")));
    }
    return properties;
  }
}
