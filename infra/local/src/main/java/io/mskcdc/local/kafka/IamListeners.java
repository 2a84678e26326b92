package io.mskcdc.local.kafka;

import io.mskcdc.local.iam.Account;
import io.mskcdc.local.iam.AccountFile;
import io.mskcdc.local.iam.BrokerProperties;
import io.mskcdc.local.iam.IamServerCallbackHandler;
import io.mskcdc.local.iam.IamServerLoginModule;
import io.mskcdc.local.iam.LocalClusterArn;
import io.mskcdc.local.iam.PolicyAuthorizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The listeners of a broker to which clients come by IAM alone, as to an MSK cluster with no other
 * way in: they log in by AWS_MSK_IAM, and may do what their policy says. The broker speaks to
 * itself over TLS, with a certificate that nobody else has.
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
   * What is not decided here.
   *
   * @param folder the broker's own; made when it is not there
   * @param accountFile the {@link Account}; the broker reads it again whenever it changes
   * @param port the one for clients
   */
  public record Settings(
      Path folder, Path accountFile, int port, int internalPort, int controllerPort) {
    public Settings {
      folder = folder.toAbsolutePath();
      accountFile = accountFile.toAbsolutePath();
    }
  }

  /** Makes the files that the broker and its clients need, unless an earlier start left them. */
  public static IamListeners prepare(Settings settings) {
    Account account = new AccountFile(settings.accountFile()).read();
    String host = host(LocalClusterArn.parse(account.cluster()), account.region());
    Certificates certificates =
        Certificates.in(settings.folder().resolve("tls").resolve(host), host);
    IamEndpoints endpoints =
        new IamEndpoints(
            host + ":" + settings.port(),
            writeHosts(settings.folder().resolve("hosts"), host),
            certificates.trust(),
            account.cluster(),
            account.region());
    return new IamListeners(settings, host, certificates, endpoints);
  }

  // As MSK names them: the broker, the cluster, what tells clusters of one name apart, the region.
  private static String host(LocalClusterArn cluster, String region) {
    String part = cluster.uuid().substring(0, 6);
    return "b-1." + cluster.name() + "." + part + ".c1.kafka." + region + ".amazonaws.com";
  }

  private static Path writeHosts(Path file, String host) {
    try {
      // The first name is what the address is called when one asks for its name.
      String hosts = String.join("\n127.0.0.1 ", "127.0.0.1 localhost", host, machine());
      return Files.writeString(file, hosts + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // The JDK looks it up in the hosts file too, and many a library asks for it.
  private static String machine() throws IOException {
    Process uname = new ProcessBuilder("uname", "-n").start();
    return new String(uname.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  public IamEndpoints endpoints() {
    return endpoints;
  }

  /** Where the broker writes who was allowed and denied what; see {@code iam.DecisionLog}. */
  public Path decisionsLog() {
    return settings.folder().resolve("iam-decisions.log");
  }

  Settings settings() {
    return settings;
  }

  Map<String, String> jvmProperties() {
    return Map.of("jdk.net.hosts.file", endpoints.hosts().toString());
  }

  /** This very build's classes, with what the broker checks logins. */
  static List<String> classpath() {
    try {
      return List.of(
          Path.of(Account.class.getProtectionDomain().getCodeSource().getLocation().toURI())
              .toString());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The settings of a Kafka client that is the broker itself. */
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
        String.format("advertised.listeners=IAM://%s:%d,%s", host, settings.port(), internal),
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
        // Slows down who tries secrets, of whom there are none here.
        "connection.failed.authentication.delay.ms=0",
        "authorizer.class.name=" + PolicyAuthorizer.class.getName(),
        "super.users=User:" + Certificates.SUBJECT,
        BrokerProperties.ACCOUNT_FILE + "=" + settings.accountFile(),
        BrokerProperties.DECISIONS_LOG + "=" + decisionsLog());
  }
}
