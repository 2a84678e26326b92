package io.mskcdc.local.aws.rest;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP request exactly as received, since its signature covers the encoded form.
 *
 * @param path percent-encoded
 * @param query percent-encoded, without the question mark; empty for none
 * @param headers by their names in lower case, each with all its values
 */
public record ServiceRequest(
    String method, String path, String query, Map<String, List<String>> headers, byte[] body) {

  /** Returns a header's value; several values are joined by commas. */
  public Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName)).map(values -> String.join(",", values));
  }

  // The headers hold a session token, and the body may hold a secret.
  @Override
  public String toString() {
    return method + " " + path;
  }
}
