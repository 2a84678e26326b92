package io.mskcdc.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a Connect worker's REST API is, and how to reach it.
 *
 * @param url the base address, http or https, without a trailing slash
 * @param caFile a PEM file with the authorities to trust instead of Java's
 * @param clientCertificate the client's certificate for mutual TLS
 * @param credentials the content of the Authorization header
 * @param jmx the JMX addresses of the workers, as host:port
 */
public record ConnectEndpoint(
    URI url,
    Optional<Path> caFile,
    Optional<ClientCertificate> clientCertificate,
    Optional<Credentials> credentials,
    List<String> jmx)
    implements Target {

  /** Returns an endpoint without TLS settings and credentials. */
  public static ConnectEndpoint of(URI url) {
    return new ConnectEndpoint(
        url, Optional.empty(), Optional.empty(), Optional.empty(), List.of());
  }

  @Override
  public String place() {
    return url.toString();
  }

  /**
   * A client's certificate for mutual TLS.
   *
   * @param certificateFile the certificate and its chain, PEM
   * @param keyFile its private key, PKCS 8 in PEM, not encrypted
   */
  public record ClientCertificate(Path certificateFile, Path keyFile) {}

  /**
   * The credentials of a client.
   *
   * @param user the user of basic authentication; empty for a bearer token
   * @param secret where the password or the token is
   */
  public record Credentials(Optional<String> user, SecretSource secret) {}

  /**
   * Where a secret is. The secret is read for each request and not kept.
   *
   * @param variable the environment variable that holds it; empty if a file does
   * @param file the file whose first line it is; empty if a variable holds it
   */
  public record SecretSource(Optional<String> variable, Optional<Path> file) {}
}
