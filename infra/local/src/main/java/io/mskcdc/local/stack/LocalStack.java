package io.mskcdc.local.stack;

import io.mskcdc.local.aws.SigningClient;
import io.mskcdc.local.kafka.ConnectWorker;
import io.mskcdc.local.kafka.Kafka;
import io.mskcdc.local.msk.MskConnect;
import io.mskcdc.local.mysql.DatabaseServer;
import io.mskcdc.local.mysql.MySql;
import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.Subprocess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A running stack: one or two MySQL servers with a sample database each, Kafka, and a Connect
 * worker or MSK Connect.
 */
public final class LocalStack implements AutoCloseable {
  /** The default release of Kafka Connect: the one that MSK Connect runs. */
  public static final String DEFAULT_CONNECT = "3.7.2";

  private final Settings settings;
  private final StackParts parts;

  private LocalStack(Settings settings, StackParts parts) {
    this.settings = settings;
    this.parts = parts;
  }

  /**
   * The settings of a stack.
   *
   * @param folder holds data, logs and secrets; the data of an earlier stack is used again
   * @param secondDatabase whether a second MySQL server runs
   * @param connectVersion the worker's release, see {@link Checkout#kafkaLibs}
   * @param policy the policy of the workers' role, in a stack with IAM
   * @param morePlugins plugins of the worker beside those that each stack has
   */
  public record Settings(
      Checkout checkout,
      Path folder,
      Ports ports,
      boolean secondDatabase,
      String connectVersion,
      StackType type,
      WorkerPolicy policy,
      List<String> morePlugins) {

    public Settings {
      morePlugins = List.copyOf(morePlugins);
    }

    /** The settings of a stack with the plugins that each has. */
    public Settings(
        Checkout checkout,
        Path folder,
        Ports ports,
        boolean secondDatabase,
        String connectVersion,
        StackType type,
        WorkerPolicy policy) {
      this(checkout, folder, ports, secondDatabase, connectVersion, type, policy, List.of());
    }

    List<DatabaseServer> databases() {
      return secondDatabase
          ? List.of(DatabaseServer.FIRST, DatabaseServer.SECOND)
          : List.of(DatabaseServer.FIRST);
    }

    Path log(String part) {
      return folder.resolve("logs").resolve(part + ".log");
    }

    Path secretsFile() {
      return folder.resolve("secrets.properties").toAbsolutePath();
    }
  }

  /**
   * Starts all parts and returns when each is ready. If one fails, all others are ended.
   *
   * @param progress receives a line for each step
   */
  public static LocalStack start(Settings settings, Consumer<String> progress) {
    settings.ports().requireFree(settings.databases());
    return new LocalStack(settings, new StackStart(settings, progress).run());
  }

  public StackType type() {
    return settings.type();
  }

  /** Returns the first MySQL server. */
  public MySql mysql() {
    return mysql(DatabaseServer.FIRST);
  }

  /** Returns a MySQL server, which must be among those of the settings. */
  public MySql mysql(DatabaseServer server) {
    return parts.databases().get(server);
  }

  public Kafka kafka() {
    return parts.kafka();
  }

  /** Returns the worker, or null in a stack with MSK Connect. */
  ConnectWorker connect() {
    return parts.connect();
  }

  /** Returns MSK Connect, or null in another stack. */
  public MskConnect mskConnect() {
    return parts.msk();
  }

  /** Returns the environment variables that the deployer needs; none without IAM. */
  public Map<String, String> deployerEnvironment() {
    return parts.iam() == null ? Map.of() : parts.iam().deployerEnvironment();
  }

  /** Returns the address of the AWS services, in a stack with IAM. */
  Optional<String> aws() {
    return Optional.ofNullable(parts.iam()).map(LocalIam::address);
  }

  String awsLog() {
    return settings.log("aws").toString();
  }

  /** Returns the table orders in DynamoDB, in a stack with IAM. */
  public OrdersTable orders() {
    return parts.iam().orders();
  }

  /** Returns a client of DynamoDB with the application's permissions, in a stack with IAM. */
  public SigningClient dynamoDb() {
    return parts.iam().dynamoDbClient();
  }

  /** Returns the environment of a function on Lambda, in a stack with IAM. */
  public Map<String, String> functionEnvironment() {
    return parts.iam().functionEnvironment();
  }

  /** Returns the variables that the stack's environment reads. */
  public Map<String, String> endpoints() {
    return parts.endpoints(settings);
  }

  /** Returns the processes of the stack. */
  public List<Subprocess> subprocesses() {
    return parts.subprocesses();
  }

  /** Kills all parts, for a stack whose data is not needed any more. */
  public void kill() {
    parts.kill();
  }

  /** Ends all parts and keeps their data. */
  @Override
  public void close() {
    parts.close();
  }
}
