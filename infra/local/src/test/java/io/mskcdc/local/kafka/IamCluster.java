package io.mskcdc.local.kafka;

import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.Folders;
import io.mskcdc.local.process.Secrets;
import io.mskcdc.local.process.TcpPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A broker with IAM that test classes share, an account with several roles, and a credentials
 * profile for each key.
 */
public final class IamCluster implements AutoCloseable {
  static final String REGION = "eu-west-1";
  // The host name of the broker is derived from this id; src/test/resources/hosts contains it.
  static final String UUID = "a1b2c3d4-0000-4000-8000-000000000000-1";
  static final String HOST = "b-1.local.a1b2c3.c1.kafka." + REGION + ".amazonaws.com";
  static final String SECRET = "secret/of+everything0123456789abcdefghi";
  static final String TOKEN = "token/of+temporary==";

  private static final String ARN = "arn:aws:kafka:" + REGION + ":123456789012:";
  static final String CLUSTER = ARN + "cluster/local/" + UUID;

  private final Path folder = Files.createTempDirectory("iam-cluster");
  private final Map<String, List<String>> allowed = new HashMap<>();
  private final IamListeners iam;
  private final Kafka kafka;

  /** Starts the broker for the first class that uses it; it ends after the last test. */
  public static final class Shared implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == IamCluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(IamCluster.class))
          .getOrComputeIfAbsent(IamCluster.class, key -> started(), IamCluster.class);
    }

    private static IamCluster started() {
      try {
        return new IamCluster();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private IamCluster() throws Exception {
    allow("everything", List.of("kafka-cluster:* *"));
    allow("outsider", List.of("kafka-cluster:DescribeTopic *"));
    writeCredentials();
    List<Integer> ports = TcpPort.free(3);
    iam =
        IamListeners.prepare(
            new IamListeners.Settings(
                folder.resolve("kafka"),
                folder.resolve("account.json"),
                ports.get(0),
                ports.get(1),
                ports.get(2)));
    kafka = Kafka.startWithIam(checkout().kafkaLibs("3.7.2"), iam, log());
    kafka.awaitReady();
    try (Admin admin = Admin.create(client("everything"))) {
      admin.createTopics(List.of(new NewTopic("orders", 1, (short) 1))).all().get();
    }
  }

  public static Checkout checkout() {
    return new Checkout(Path.of("../..").toAbsolutePath().normalize());
  }

  /** Returns the ARN of a resource of the cluster, such as the topic {@code orders}. */
  static String arn(String type, String name) {
    return ARN + type + "/local/" + UUID + "/" + name;
  }

  public static String role(String name) {
    return "arn:aws:iam::123456789012:role/" + name;
  }

  // The profiles after "outsider" have invalid keys.
  private void writeCredentials() {
    String profiles =
        Stream.of(
                profile("everything", "AKIAEVERYTHING", SECRET, null),
                profile("temporary", "ASIATEMPORARY", SECRET, TOKEN),
                profile("limited", "AKIALIMITED", SECRET, null),
                profile("outsider", "AKIAOUTSIDER", SECRET, null),
                profile("wrong-secret", "AKIAEVERYTHING", SECRET + "x", null),
                profile("wrong-id", "AKIANOBODY", SECRET, null),
                profile("swapped", SECRET, "AKIAEVERYTHING", null),
                profile("wrong-token", "ASIATEMPORARY", SECRET, "other"),
                profile("no-token", "ASIATEMPORARY", SECRET, null),
                profile("needless-token", "AKIAEVERYTHING", SECRET, TOKEN))
            .collect(Collectors.joining());
    Path file = Secrets.writePrivately(credentials(), profiles);
    // The settings that a client finds in its environment.
    System.setProperty("aws.sharedCredentialsFile", file.toString());
    System.setProperty("aws.region", REGION);
    System.setProperty("aws.disableEc2Metadata", "true");
  }

  private static String profile(String name, String id, String secret, String token) {
    return String.format("[%s]\naws_access_key_id=%s\naws_secret_access_key=%s\n", name, id, secret)
        + (token == null ? "" : "aws_session_token=" + token + "\n");
  }

  /**
   * Sets the policy of a role, which applies from its next request on.
   *
   * @param actions each followed by a space and the ARN of the resource
   */
  void allow(String role, List<String> actions) {
    allowed.put(role, actions);
    String account =
        String.format(
            """
            {'region': '%s', 'cluster': '%s', 'policies': {%s}, 'keys': [
              {'id': 'AKIAEVERYTHING', 'secret': '%s', 'principal': '%6$s'},
              {'id': 'ASIATEMPORARY', 'secret': '%4$s', 'sessionToken': '%5$s', 'principal': '%6$s'},
              {'id': 'AKIALIMITED', 'secret': '%4$s', 'principal': '%7$s'},
              {'id': 'AKIAOUTSIDER', 'secret': '%4$s', 'principal': '%8$s'}]}
            """,
            REGION,
            CLUSTER,
            allowed.keySet().stream().map(this::policy).collect(Collectors.joining(",")),
            SECRET,
            TOKEN,
            role("everything"),
            role("limited"),
            role("outsider"));
    Path fresh = Secrets.writePrivately(folder.resolve("new"), account.replace('\'', '"'));
    Folders.move(fresh, folder.resolve("account.json"));
  }

  private String policy(String role) {
    List<String> statements = new ArrayList<>();
    for (String action : allowed.get(role)) {
      String[] parts = action.split(" ");
      statements.add(
          String.format(
              "{'Effect': 'Allow', 'Action': '%s', 'Resource': '%s'}", parts[0], parts[1]));
    }
    return "'" + role(role) + "': {'Statement': " + statements + "}";
  }

  IamListeners iam() {
    return iam;
  }

  public IamEndpoints endpoints() {
    return iam.endpoints();
  }

  Kafka kafka() {
    return kafka;
  }

  Path folder() {
    return folder;
  }

  Path log() {
    return folder.resolve("kafka.log");
  }

  public Path credentials() {
    return folder.resolve("credentials");
  }

  /** Returns the settings of a client that logs in with a profile of the credentials. */
  static Map<String, String> clientSettings(String profile) {
    Map<String, String> settings = new HashMap<>(IamLogin.clientSettings());
    settings.put(
        "sasl.jaas.config",
        "software.amazon.msk.auth.iam.IAMLoginModule required awsProfileName=\"" + profile + "\";");
    return settings;
  }

  /** Returns the settings of a client in this JVM. */
  public Map<String, Object> client(String profile) {
    Map<String, Object> settings = new HashMap<>(clientSettings(profile));
    settings.put("bootstrap.servers", endpoints().bootstrapServers());
    // Other JVMs have it as a system property.
    settings.put("ssl.truststore.location", endpoints().trustStore().toString());
    settings.put("ssl.truststore.type", "JKS");
    settings.put("client.id", profile + "-client");
    settings.put("default.api.timeout.ms", "15000");
    settings.put("request.timeout.ms", "10000");
    return settings;
  }

  @Override
  public void close() {
    kafka.close();
    Folders.delete(folder);
  }
}
