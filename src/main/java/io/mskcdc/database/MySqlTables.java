package io.mskcdc.database;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/** Reads table names from MySQL's information_schema with a Debezium connector's own settings. */
final class MySqlTables implements CapturedTables.Database {
  private static final String QUERY =
      "SELECT table_schema, table_name FROM information_schema.tables"
          + " WHERE table_type = 'BASE TABLE'";

  @Override
  public Set<String> tables(Map<String, String> config) throws NotReachableException {
    String host = FileReferences.resolve(config.getOrDefault("database.hostname", ""));
    String port = FileReferences.resolve(config.getOrDefault("database.port", "3306"));
    Set<String> tables = new TreeSet<>();
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:mysql://" + host + ":" + port + "/", properties(config));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(QUERY)) {
      while (rows.next()) {
        tables.add(rows.getString(1) + "." + rows.getString(2));
      }
      return tables;
    } catch (SQLException e) {
      String reason = e.getMessage().lines().findFirst().orElse("");
      throw new NotReachableException(
          "no connection from this machine to " + host + ":" + port + " (" + reason + ")");
    }
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
