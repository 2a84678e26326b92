package io.mskcdc.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a Connect worker's REST API is, and how to reach it.
 *
 * @param url the base address, http or https, without a trailing slash
 * @param caFile the PEM file of the authorities to trust instead of Java's own
 * @param clientCertificate what this side shows of itself
 * @param credentials what goes into the Authorization header
 */
public record ConnectEndpoint(
    URI url,
    Optional<Path> caFile,
    Optional<ClientCertificate> clientCertificate,
    Optional<Credentials> credentials)
    implements Target {

  /** An address that asks for nothing else. */
  public static ConnectEndpoint of(URI url) {
    return new ConnectEndpoint(url, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * A client's certificate for mutual TLS.
   *
   * @param certificateFile the certificate and its chain, PEM
   * @param keyFile its private key, PKCS 8 in PEM, not encrypted
   */
  public record ClientCertificate(Path certificateFile, Path keyFile) {}

  /**
   * What a worker knows a client by.
   *
   * @param user the user of basic authentication; empty for a bearer token
   * @param secret where the password or the token is
   */
  public record Credentials(Optional<String> user, SecretSource secret) {}

  /**
   * Where a secret is. The secret itself is read when it is sent and kept nowhere.
   *
   * @param variable the environment variable that holds it, or
   * @param file the file whose first line it is; one of the two is there
   */
  public record SecretSource(Optional<String> variable, Optional<Path> file) {}
}
