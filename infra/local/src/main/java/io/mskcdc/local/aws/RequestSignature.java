package io.mskcdc.local.aws;

import io.mskcdc.local.aws.rest.ServiceError;
import io.mskcdc.local.aws.rest.ServiceRequest;
import io.mskcdc.local.iam.Account;
import io.mskcdc.local.iam.Account.AccessKey;
import io.mskcdc.local.iam.SignatureV4;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The signature in a request's Authorization header, {@code AWS4-HMAC-SHA256 Credential=…,
 * SignedHeaders=…, Signature=…}.
 *
 * <p>Format: "Create a signed AWS API request" in the IAM User Guide.
 *
 * @param signedHeaders names in lower case
 */
record RequestSignature(SignatureV4.Scope scope, List<String> signedHeaders, String signature) {
  private static final Duration SKEW = Duration.ofMinutes(5);
  static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
  private static final String DATE = "x-amz-date";
  private static final String TOKEN = "x-amz-security-token";
  private static final String PAYLOAD_HASH = "x-amz-content-sha256";

  /**
   * Reads the header.
   *
   * @throws ServiceError if it is absent or not of this form
   */
  static RequestSignature of(ServiceRequest request) {
    String header =
        request
            .header("authorization")
            .orElseThrow(
                () ->
                    new ServiceError(
                        "MissingAuthenticationTokenException",
                        "the request is not signed: it has no Authorization header"));
    String[] parts = header.split(" ", 2);
    if (!parts[0].equals(SignatureV4.ALGORITHM) || parts.length < 2) {
      throw incomplete("the Authorization header does not begin with " + SignatureV4.ALGORITHM);
    }
    Map<String, String> fields = fields(parts[1]);
    try {
      return new RequestSignature(
          SignatureV4.Scope.parse(field(fields, "Credential")),
          List.of(field(fields, "SignedHeaders").split(";", -1)),
          field(fields, "Signature"));
    } catch (IllegalArgumentException e) {
      throw incomplete(e.getMessage());
    }
  }

  private static Map<String, String> fields(String text) {
    Map<String, String> fields = new HashMap<>();
    for (String field : text.split(",", -1)) {
      String[] pair = field.strip().split("=", 2);
      if (pair.length < 2 || fields.put(pair[0], pair[1]) != null) {
        throw incomplete("the Authorization header is not a list of different KEY=VALUE");
      }
    }
    return fields;
  }

  private static String field(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw incomplete("the Authorization header has no " + name);
    }
    return value;
  }

  /**
   * Returns the key that made this signature.
   *
   * @param service the service that the request calls
   * @throws ServiceError if no key of the account made the signature, or if it was made for another
   *     request, service or time
   */
  AccessKey verify(ServiceRequest request, String service, Account account, Instant now) {
    String timestamp = timestamp(request);
    Instant signed = instant(timestamp);
    requireSigned(request);
    AccessKey key = key(request, account);
    requireScope(timestamp, service, account);
    requireInTime(signed, now);
    requirePayloadHash(request);
    String expected =
        SignatureV4.of(key.secret(), scope, timestamp, CanonicalRequest.of(request, signedHeaders));
    if (!SignatureV4.equal(expected, signature)) {
      throw invalid(
          "the signature does not match: another secret access key made it, or the request was"
              + " altered after it was signed");
    }
    return key;
  }

  private static String timestamp(ServiceRequest request) {
    return request
        .header(DATE)
        .orElseThrow(() -> incomplete("the request has no " + DATE + " header"));
  }

  private static Instant instant(String timestamp) {
    try {
      return LocalDateTime.parse(timestamp, TIMESTAMP).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw incomplete(DATE + " is not of the form yyyyMMddTHHmmssZ");
    }
  }

  private void requireSigned(ServiceRequest request) {
    for (String name : request.headers().keySet()) {
      boolean must = name.equals("host") || name.startsWith("x-amz-");
      if (must && !signedHeaders.contains(name)) {
        throw invalid("the header " + name + " is not among the SignedHeaders");
      }
    }
    for (String name : signedHeaders) {
      if (!request.headers().containsKey(name)) {
        throw invalid("the request lacks " + name + ", one of the SignedHeaders");
      }
    }
  }

  private AccessKey key(ServiceRequest request, Account account) {
    AccessKey key =
        account
            .key(scope.accessKeyId())
            .orElseThrow(() -> unrecognized("the account has no such access key"));
    String token = request.header(TOKEN).orElse("");
    String expected = key.sessionToken() == null ? "" : key.sessionToken();
    if (!SignatureV4.equal(expected, token)) {
      throw unrecognized("the session token is not the one of this access key");
    }
    return key;
  }

  private void requireScope(String timestamp, String service, Account account) {
    if (!timestamp.startsWith(scope.date() + "T")) {
      throw invalid("the credential's date is not the day of " + DATE);
    }
    if (!scope.region().equals(account.region())) {
      throw invalid("the credential must be for the region " + account.region());
    }
    if (!scope.service().equals(service)) {
      throw invalid("the credential must be for the service " + service);
    }
  }

  private static void requireInTime(Instant signed, Instant now) {
    if (Duration.between(signed, now).abs().compareTo(SKEW) > 0) {
      throw invalid(
          (signed.isBefore(now) ? "the signature has expired" : "the signature is not yet valid")
              + ": the server's time is "
              + TIMESTAMP.format(now.atOffset(ZoneOffset.UTC))
              + ", and clocks may differ by "
              + SKEW.toMinutes()
              + " minutes");
    }
  }

  private static void requirePayloadHash(ServiceRequest request) {
    String hash = SignatureV4.sha256(request.body());
    if (!request.header(PAYLOAD_HASH).orElse(hash).equals(hash)) {
      throw invalid(PAYLOAD_HASH + " is not the hash of the body");
    }
  }

  private static ServiceError incomplete(String message) {
    return new ServiceError("IncompleteSignatureException", message);
  }

  private static ServiceError invalid(String message) {
    return new ServiceError("InvalidSignatureException", message);
  }

  private static ServiceError unrecognized(String message) {
    return new ServiceError("UnrecognizedClientException", message);
  }
}
