package io.mskcdc.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.local.aws.rest.Json;
import io.mskcdc.local.aws.rest.ServiceError;
import io.mskcdc.local.aws.rest.ServiceRequest;
import io.mskcdc.local.iam.Account;
import io.mskcdc.local.iam.Account.AccessKey;
import io.mskcdc.local.iam.AccountFile;
import io.mskcdc.local.iam.SignatureV4;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls a service that speaks AWS JSON 1.0, with requests that a principal of the account signs.
 *
 * @param service the name in the scope of a signature
 * @param target the prefix of X-Amz-Target, without the dot
 */
public record SigningClient(
    URI endpoint, AccountFile account, String principal, String service, String target) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * Calls an operation.
   *
   * @throws ServiceError if the service answers with an error
   */
  public JsonNode call(String operation, JsonNode input) {
    byte[] body = Json.bytes(input);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.resolve("/"))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers(operation, body).forEach(request::header);
    try {
      HttpResponse<byte[]> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      JsonNode output = Json.parse(response.body());
      if (response.statusCode() != 200) {
        String type = output.path("__type").asText();
        throw new ServiceError(
            type.substring(type.indexOf('#') + 1), output.path("message").asText());
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Returns the headers of a request, its signature among them. */
  private Map<String, String> headers(String operation, byte[] body) {
    Account now = account.read();
    AccessKey key =
        now.keys().values().stream()
            .filter(candidate -> candidate.principal().equals(principal))
            .findFirst()
            .orElseThrow();
    String timestamp = RequestSignature.TIMESTAMP.format(ZonedDateTime.now(Clock.systemUTC()));
    Map<String, String> headers = new HashMap<>();
    headers.put("content-type", "application/x-amz-json-1.0");
    headers.put("x-amz-date", timestamp);
    headers.put("x-amz-security-token", key.sessionToken());
    headers.put("x-amz-target", target + "." + operation);
    Map<String, List<String>> signed = new HashMap<>();
    headers.forEach((name, value) -> signed.put(name, List.of(value)));
    // The HTTP client adds this header itself.
    signed.put("host", List.of(endpoint.getAuthority()));
    List<String> names = signed.keySet().stream().sorted().toList();
    SignatureV4.Scope scope =
        new SignatureV4.Scope(key.id(), timestamp.substring(0, 8), now.region(), service);
    String canonical =
        CanonicalRequest.of(new ServiceRequest("POST", "/", "", signed, body), names);
    headers.put(
        "authorization",
        "%s Credential=%s, SignedHeaders=%s, Signature=%s"
            .formatted(
                SignatureV4.ALGORITHM,
                scope.credential(),
                String.join(";", names),
                SignatureV4.of(key.secret(), scope, timestamp, canonical)));
    return headers;
  }
}
