package io.mskcdc.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.config.ConnectEndpoint.ClientCertificate;
import io.mskcdc.config.ConnectEndpoint.Credentials;
import io.mskcdc.config.ConnectEndpoint.SecretSource;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Reads the part of environment.yaml that says how to reach a Connect worker. */
final class EndpointReader {
  private static final String CONNECT = "connect";
  private static final String PARENT = CONNECT + ".";
  private static final Set<String> KEYS =
      EnvironmentReader.orderedSet(
          "url", "caFile", "clientCertificateFile", "clientKeyFile", "basic", "bearer");

  private final EnvironmentTexts texts;

  EndpointReader(EnvironmentTexts texts) {
    this.texts = texts;
  }

  /** Returns the endpoint; null where there is a problem with its address. */
  ConnectEndpoint read(JsonNode connect) {
    if (!(connect instanceof ObjectNode object)) {
      invalid("", "it is missing", "write connect: and under it url: with the address");
      return null;
    }
    EnvironmentReader.unknownKeys(object, KEYS)
        .forEach(
            key ->
                invalid(
                    "." + key,
                    EnvironmentReader.unknownKey(EnvironmentReader.CONNECT),
                    "remove it; known here: " + String.join(", ", KEYS)));
    URI url = address(text(object, "url").orElse(""));
    Optional<Credentials> credentials = credentials(object);
    if (url != null && credentials.isPresent() && !isPrivate(url)) {
      invalid(
          ".url",
          "credentials would cross the network in clear",
          "write an https address; http is for this machine only");
    }
    return url == null
        ? null
        : new ConnectEndpoint(url, path(object, "caFile"), clientCertificate(object), credentials);
  }

  private URI address(String text) {
    Optional<URI> url = http(text);
    if (url.isEmpty() && texts.problems().isEmpty()) {
      invalid(
          ".url",
          "it is not the http or https address of a Connect worker",
          "write it like https://connect.example.com:8083, without user or password");
    }
    return url.orElse(null);
  }

  /** Returns the address, without a trailing slash, that a text is; empty where it is none. */
  static Optional<URI> http(String text) {
    try {
      URI url = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      return http && url.getHost() != null && url.getUserInfo() == null && url.getQuery() == null
          ? Optional.of(url)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Returns whether nobody on the way can read what is sent. */
  static boolean isPrivate(URI url) {
    String host = url.getHost();
    return url.getScheme().equals("https")
        || host.equals("localhost")
        || host.startsWith("127.")
        || host.equals("[::1]");
  }

  private Optional<ClientCertificate> clientCertificate(ObjectNode connect) {
    Optional<Path> certificate = path(connect, "clientCertificateFile");
    Optional<Path> key = path(connect, "clientKeyFile");
    if (certificate.isPresent() != key.isPresent()) {
      invalid(
          certificate.isPresent() ? ".clientKeyFile" : ".clientCertificateFile",
          "it is missing",
          "write both, the certificate's file and its key's");
      return Optional.empty();
    }
    return certificate.map(found -> new ClientCertificate(found, key.get()));
  }

  private Optional<Credentials> credentials(ObjectNode connect) {
    JsonNode basic = connect.path("basic");
    JsonNode bearer = connect.path("bearer");
    if (basic.isObject() && bearer.isObject()) {
      invalid("", "there is basic and bearer", "write one of the two");
      return Optional.empty();
    }
    if (basic instanceof ObjectNode object) {
      Optional<String> user = text(object, "user");
      if (user.isEmpty()) {
        invalid(".basic.user", "it is missing", "write the user");
      }
      return secret(object, ".basic", "password", Set.of("user"))
          .map(source -> new Credentials(user, source));
    }
    if (bearer instanceof ObjectNode object) {
      return secret(object, ".bearer", "token", Set.of())
          .map(source -> new Credentials(Optional.empty(), source));
    }
    return Optional.empty();
  }

  private Optional<SecretSource> secret(
      ObjectNode object, String key, String name, Set<String> others) {
    Optional<String> variable = text(object, name + "Env");
    Optional<Path> secretFile = path(object, name + "File");
    int known = others.size() + (variable.isPresent() ? 1 : 0) + (secretFile.isPresent() ? 1 : 0);
    if (variable.isPresent() == secretFile.isPresent() || object.size() > known) {
      invalid(
          key,
          "it does not say where the " + name + " is",
          "write "
              + name
              + "Env: with an environment variable's name, or "
              + name
              + "File: with a path; the "
              + name
              + " itself never stands here");
      return Optional.empty();
    }
    return Optional.of(new SecretSource(variable, secretFile));
  }

  private Optional<Path> path(ObjectNode object, String key) {
    return texts.path(object, PARENT, key);
  }

  private Optional<String> text(ObjectNode object, String key) {
    return texts.text(object, PARENT, key);
  }

  private void invalid(String key, String message, String next) {
    texts.invalid(CONNECT + key, message, next);
  }
}
