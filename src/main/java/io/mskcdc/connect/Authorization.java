package io.mskcdc.connect;

import static io.mskcdc.problem.ErrorCode.CREDENTIALS_MISSING;

import io.mskcdc.config.ConnectEndpoint;
import io.mskcdc.config.ConnectEndpoint.Credentials;
import io.mskcdc.config.ConnectEndpoint.SecretSource;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Builds the Authorization header from an environment variable or a file. */
final class Authorization {
  private final UnaryOperator<String> environment;

  /**
   * @param environment returns an environment variable's value, or null
   */
  Authorization(UnaryOperator<String> environment) {
    this.environment = environment;
  }

  /** Returns the header's value; empty where the endpoint has no credentials. */
  Optional<String> header(ConnectEndpoint endpoint) {
    return endpoint.credentials().map(credentials -> header(credentials, endpoint));
  }

  private String header(Credentials credentials, ConnectEndpoint endpoint) {
    String secret = secret(credentials.secret(), endpoint);
    return credentials
        .user()
        .map(user -> "Basic " + base64(user + ":" + secret))
        .orElse("Bearer " + secret);
  }

  private String secret(SecretSource source, ConnectEndpoint endpoint) {
    String value =
        source
            .variable()
            .map(environment)
            .or(() -> source.file().flatMap(file -> firstLine(file, endpoint)))
            .orElse("");
    if (value.isEmpty()) {
      throw missing(
          endpoint,
          source
              .variable()
              .map(name -> "the environment variable " + name + " is not set")
              .orElseGet(() -> "the file " + source.file().orElseThrow() + " is empty"),
          null);
    }
    return value;
  }

  private static Optional<String> firstLine(Path file, ConnectEndpoint endpoint) {
    try {
      return Files.readString(file).lines().findFirst().map(String::strip);
    } catch (IOException e) {
      throw missing(endpoint, "the file " + file + " cannot be read", e);
    }
  }

  private static ProblemException missing(
      ConnectEndpoint endpoint, String message, IOException cause) {
    return new ProblemException(
        Problem.of(
            CREDENTIALS_MISSING,
            endpoint.url().toString(),
            message,
            "set the variable or file that connect.basic or connect.bearer names"),
        cause);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
