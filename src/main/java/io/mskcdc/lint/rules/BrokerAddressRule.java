package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.BROKER_ADDRESS_INVALID;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.Authentication;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.Environment;
import io.mskcdc.config.Location;
import io.mskcdc.config.MskConnectTarget;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.LintRule;
import io.mskcdc.lint.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds addresses of brokers without a port. On MSK Connect also finds ports of MSK's listeners
 * that do not fit {@code auth}; they are those of "Port information" in the MSK developer guide.
 */
final class BrokerAddressRule implements LintRule {
  /** The pattern of Kafka's clients. */
  private static final Pattern ADDRESS =
      Pattern.compile("(?:[0-9a-zA-Z\\-%._]*://)?\\[?[0-9a-zA-Z\\-%._:]+]?:([0-9]+)");

  private static final String SCRAM = "the login with SCRAM";

  /** What each listener of MSK is for; the second port of each is the public one. */
  private static final Map<String, String> LISTENERS =
      Map.of(
          "9092", "plaintext without a login",
          "9094", "TLS without a login by IAM",
          "9194", "TLS without a login by IAM",
          "9096", SCRAM,
          "9196", SCRAM,
          "9098", "the login by IAM",
          "9198", "the login by IAM");

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            BROKER_ADDRESS_INVALID,
            "bootstrap servers of environment.yaml and of the clients that Debezium opens",
            "An address without a port is refused. With the port of a listener that does not fit `auth`, clients wait for minutes until a time-out that names no cause.",
            "Write host:port, with 9098 or 9198 for IAM, 9092, 9094 or 9194 for clients without a login, and 9096 or 9196 for SCRAM.",
            "AWS, MSK port information"));
  }

  @Override
  public List<Finding> check(Bundle bundle) {
    Environment environment = bundle.environment();
    Optional<Authentication> auth = environment.mskConnect().map(target -> environment.auth());
    List<Finding> findings = new ArrayList<>();
    List<String> ofTarget =
        environment.mskConnect().map(MskConnectTarget::bootstrapServers).orElse(List.of());
    for (String address : ofTarget) {
      fault(address, auth)
          .map(
              fault ->
                  fault.finding(
                      environment.document().valueAt("mskConnect", "bootstrapServers"),
                      "mskConnect.bootstrapServers"))
          .ifPresent(findings::add);
    }
    for (RenderedConnector connector : bundle.connectors()) {
      if (SourceConnectors.of(connector.config()).isPresent()) {
        findings.addAll(check(connector, auth, ofTarget));
      }
    }
    return findings;
  }

  /** An address of the target is reported once, and not for each connector that uses it. */
  private static List<Finding> check(
      RenderedConnector connector, Optional<Authentication> auth, List<String> reported) {
    List<Finding> findings = new ArrayList<>();
    connector
        .config()
        .forEach(
            (key, value) -> {
              if (key.endsWith(".kafka.bootstrap.servers") && !value.contains("${")) {
                CommaList.of(value).stream()
                    .filter(address -> !reported.contains(address))
                    .flatMap(address -> fault(address, auth).stream())
                    .forEach(fault -> findings.add(fault.finding(connector.valueAt(key), key)));
              }
            });
    return findings;
  }

  private record Fault(String message, String next) {
    Finding finding(Location location, String key) {
      return Finding.error(BROKER_ADDRESS_INVALID, location, key, message, next);
    }
  }

  /**
   * @param auth how clients log in to MSK; empty where the brokers may not be those of MSK
   */
  private static Optional<Fault> fault(String address, Optional<Authentication> auth) {
    Matcher matcher = ADDRESS.matcher(address);
    if (matcher.matches()) {
      return auth.flatMap(login -> listenerFault(address, matcher.group(1), login));
    }
    return Optional.of(
        new Fault(
            "'" + address + "' has no port, and Kafka's clients refuse it",
            "write host:port"
                + auth.map(login -> "; the port of MSK's listener is " + port(login)).orElse("")));
  }

  private static Optional<Fault> listenerFault(String address, String port, Authentication auth) {
    String listener = LISTENERS.get(port);
    boolean isOfIam = port.endsWith("98");
    boolean fits =
        listener == null
            || (auth == Authentication.IAM ? isOfIam : !isOfIam && !listener.equals(SCRAM));
    return fits
        ? Optional.empty()
        : Optional.of(
            new Fault(
                "'"
                    + address
                    + "' has the port of MSK's listener for "
                    + listener
                    + ", and auth is "
                    + auth.text(),
                "write port " + port(auth) + (isOfIam ? ", or auth: iam" : "")));
  }

  private static String port(Authentication auth) {
    return auth == Authentication.IAM ? "9098, or 9198 for public access" : "9094 for TLS";
  }
}
