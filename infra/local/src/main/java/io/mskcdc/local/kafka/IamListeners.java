package io.mskcdc.local.kafka;

import io.mskcdc.local.iam.Account;
import io.mskcdc.local.iam.AccountFile;
import io.mskcdc.local.iam.BrokerProperties;
import io.mskcdc.local.iam.IamServerCallbackHandler;
import io.mskcdc.local.iam.IamServerLoginModule;
import io.mskcdc.local.iam.LocalClusterArn;
import io.mskcdc.local.iam.PolicyAuthorizer;
import io.mskcdc.local.process.Jvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The listeners of a broker whose clients must log in by AWS_MSK_IAM, as on an MSK cluster that
 * accepts IAM only. A client may do what its policy allows. The broker connects to itself over TLS
 * with a client certificate.
 */
public final class IamListeners {
  private final Settings settings;
  private final String host;
  private final Certificates certificates;
  private final IamEndpoints endpoints;

  private IamListeners(
      Settings settings, String host, Certificates certificates, IamEndpoints endpoints) {
    this.settings = settings;
    this.host = host;
    this.certificates = certificates;
    this.endpoints = endpoints;
  }

  /**
   * The folder, account and ports of the broker.
   *
   * @param folder the data folder; created if it does not exist
   * @param accountFile an {@link Account}; the broker reads the file again after each change
   * @param port the port for clients
   * @param advertisedPort the port that clients connect to: that of a proxy, or {@code port}
   * @param internalPort the port for the broker's own clients
   */
  public record Settings(
      Path folder,
      Path accountFile,
      int port,
      int advertisedPort,
      int internalPort,
      int controllerPort) {
    public Settings {
      folder = folder.toAbsolutePath();
      accountFile = accountFile.toAbsolutePath();
    }

    /** The settings of a broker without a proxy. */
    public Settings(Path folder, Path accountFile, int port, int internalPort, int controllerPort) {
      this(folder, accountFile, port, port, internalPort, controllerPort);
    }
  }

  /** Creates the files that the broker and its clients need, unless they exist. */
  public static IamListeners prepare(Settings settings) {
    Account account = new AccountFile(settings.accountFile()).read();
    String host = host(LocalClusterArn.parse(account.cluster()), account.region());
    Certificates certificates =
        Certificates.in(settings.folder().resolve("tls").resolve(host), host);
    IamEndpoints endpoints =
        new IamEndpoints(
            host + ":" + settings.advertisedPort(),
            writeHosts(settings.folder().resolve("hosts"), host),
            certificates.trust(),
            account.cluster(),
            account.region());
    return new IamListeners(settings, host, certificates, endpoints);
  }

  // The form of MSK: broker, cluster name, an id of the cluster, region.
  private static String host(LocalClusterArn cluster, String region) {
    String part = cluster.uuid().substring(0, 6);
    return "b-1." + cluster.name() + "." + part + ".c1.kafka." + region + ".amazonaws.com";
  }

  private static Path writeHosts(Path file, String host) {
    try {
      // A reverse lookup of 127.0.0.1 returns the first name.
      String hosts = String.join("\n127.0.0.1 ", "127.0.0.1 localhost", host, machineName());
      return Files.writeString(file, hosts + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // With a hosts file the JDK resolves no other names, and many libraries resolve the machine's
  // name.
  private static String machineName() throws IOException {
    Process uname = new ProcessBuilder("uname", "-n").start();
    return new String(uname.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  public IamEndpoints endpoints() {
    return endpoints;
  }

  /** Returns the file to which the broker writes its authorization decisions. */
  public Path decisionsLog() {
    return settings.folder().resolve("iam-decisions.log");
  }

  Settings settings() {
    return settings;
  }

  Map<String, String> jvmProperties() {
    return Map.of("jdk.net.hosts.file", endpoints.hosts().toString());
  }

  /** Returns the classpath entry with the classes that verify logins in the broker. */
  static List<String> classpath() {
    return List.of(Jvm.classpathOf(Account.class));
  }

  /** Returns the settings of a Kafka client with the broker's own certificate. */
  Map<String, String> internalClient() {
    return Map.of(
        "bootstrap.servers",
        "127.0.0.1:" + settings.internalPort(),
        "security.protocol",
        "SSL",
        "ssl.keystore.type",
        "PEM",
        "ssl.keystore.location",
        certificates.keys().toString(),
        "ssl.truststore.type",
        "JKS",
        "ssl.truststore.location",
        certificates.trust().toString());
  }

  List<String> serverProperties() {
    String internal = "INTERNAL://127.0.0.1:" + settings.internalPort();
    String iam = "listener.name.iam.";
    return List.of(
        "listener.security.protocol.map=IAM:SASL_SSL,INTERNAL:SSL,CONTROLLER:SSL",
        String.format(
            "listeners=IAM://127.0.0.1:%d,%s,CONTROLLER://127.0.0.1:%d",
            settings.port(), internal, settings.controllerPort()),
        String.format(
            "advertised.listeners=IAM://%s:%d,%s", host, settings.advertisedPort(), internal),
        "inter.broker.listener.name=INTERNAL",
        "ssl.keystore.type=PEM",
        "ssl.keystore.location=" + certificates.keys(),
        "ssl.truststore.type=JKS",
        "ssl.truststore.location=" + certificates.trust(),
        "listener.name.internal.ssl.client.auth=required",
        "listener.name.controller.ssl.client.auth=required",
        iam + "sasl.enabled.mechanisms=AWS_MSK_IAM",
        iam
            + "aws_msk_iam.sasl.jaas.config="
            + IamServerLoginModule.class.getName()
            + String.format(" required listener=\"IAM\" host=\"%s\";", host),
        iam
            + "aws_msk_iam.sasl.server.callback.handler.class="
            + IamServerCallbackHandler.class.getName(),
        // The delay protects against guessing of secrets, which is not needed here.
        "connection.failed.authentication.delay.ms=0",
        "authorizer.class.name=" + PolicyAuthorizer.class.getName(),
        "super.users=User:" + Certificates.SUBJECT,
        BrokerProperties.ACCOUNT_FILE + "=" + settings.accountFile(),
        BrokerProperties.DECISIONS_LOG + "=" + decisionsLog());
  }
}
