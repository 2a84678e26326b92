package io.mskcdc.local.lake;

import io.mskcdc.local.mysql.MySql;
import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.Secrets;
import io.mskcdc.local.process.StackException;
import io.mskcdc.local.process.Subprocess;
import io.mskcdc.local.s3.S3Mock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A lake of Iceberg tables on this machine: files in S3Mock, and a catalog in a database that
 * nothing captures. Spark reads and changes it.
 */
public final class Lake implements AutoCloseable {
  /** The catalog's name, which is that of Iceberg's sink without another. */
  public static final String CATALOG = "iceberg";

  /** The topic with which the sink coordinates its commits. */
  public static final String CONTROL_TOPIC = "control-lake";

  static final String REGION = "eu-west-1";
  private static final String BUCKET = "lake";
  private static final String ACCESS_KEY = "AKIDOFTHELAKE";

  private final Path folder;
  private final MySql mysql;
  private final S3Mock s3;
  private final SparkJobs jobs;
  private final Path secrets;

  private Lake(Checkout checkout, Path folder, MySql mysql, S3Mock s3) {
    this.folder = folder;
    this.mysql = mysql;
    this.s3 = s3;
    String s3Key = Secrets.password();
    secrets =
        Secrets.writePrivately(
            folder.resolve("secrets.properties"),
            String.join(
                "\n",
                "catalog.user=" + MySql.SHOP_USER,
                "catalog.password=" + mysql.shopPassword(),
                "s3.id=" + ACCESS_KEY,
                "s3.key=" + s3Key));
    jobs = new SparkJobs(checkout, folder.resolve("spark"), catalog(s3Key));
  }

  private Map<String, String> catalog(String s3Key) {
    Map<String, String> options = new HashMap<>();
    options.put("catalog-impl", "org.apache.iceberg.jdbc.JdbcCatalog");
    options.put("uri", uri());
    options.put("jdbc.user", MySql.SHOP_USER);
    options.put("jdbc.password", mysql.shopPassword());
    // The version with views.
    options.put("jdbc.schema-version", "V1");
    options.put("warehouse", "s3://" + BUCKET + "/warehouse");
    options.put("io-impl", "org.apache.iceberg.aws.s3.S3FileIO");
    options.put("http-client.type", "urlconnection");
    options.put("client.region", REGION);
    options.put("s3.endpoint", s3.endpoint().toString());
    options.put("s3.path-style-access", "true");
    options.put("s3.access-key-id", ACCESS_KEY);
    options.put("s3.secret-access-key", s3Key);
    return options;
  }

  /**
   * Starts S3Mock and creates the catalog's database.
   *
   * @param folder holds files, secrets and logs
   * @param mysql the server for the catalog
   */
  public static Lake start(Checkout checkout, Path folder, MySql mysql) {
    S3Mock s3 = S3Mock.start(checkout.s3mock(), folder.resolve("s3"), folder.resolve("s3.log"));
    try {
      try (Connection connection = mysql.connect();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE IF NOT EXISTS " + MySql.OTHER_DATABASE);
      }
      s3.awaitReady();
      s3.createBucket(BUCKET);
      return new Lake(checkout, folder, mysql, s3);
    } catch (SQLException e) {
      s3.close();
      throw new StackException("the catalog was not created: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      s3.close();
      throw e;
    }
  }

  private String uri() {
    return "jdbc:mysql://127.0.0.1:" + mysql.port() + "/" + MySql.OTHER_DATABASE;
  }

  /** Returns the variables of the environment local-lake that the stack does not write. */
  public Map<String, String> variables() {
    return Map.of(
        "lake_catalog", uri(),
        "lake_s3", s3.endpoint().toString(),
        "lake_secrets", secrets.toAbsolutePath().toString());
  }

  /**
   * Runs statements of Spark SQL, each with a semicolon at the end of its last line.
   *
   * @return the rows of queries as JSON
   * @throws StackException if one fails
   */
  public List<String> sql(String script) {
    try {
      Path file = Files.writeString(folder.resolve("script.sql"), script);
      return jobs.run("SqlJob", "--mskcdc-file", file.toAbsolutePath().toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs the merge.
   *
   * @param keepHours how long changes stay after their merge
   * @return a line for each merged table
   * @throws StackException if it fails
   */
  public List<String> merge(String namespace, int keepHours) {
    return jobs.run(
        "MergeJob",
        "--mskcdc-catalog",
        CATALOG,
        "--mskcdc-namespaces",
        namespace,
        "--mskcdc-keep-hours",
        Integer.toString(keepHours));
  }

  /** Returns the keys of all files, and of deleted ones that are still there. */
  public List<String> files() {
    return s3.keys(BUCKET, "");
  }

  /** Returns the content of a file. */
  public byte[] file(String key) {
    return s3.bytes(BUCKET, key);
  }

  public Subprocess subprocess() {
    return s3.subprocess();
  }

  @Override
  public void close() {
    // Its data is not needed any more.
    s3.subprocess().kill();
  }
}
