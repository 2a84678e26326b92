package io.mskcdc.local.iam;

import io.mskcdc.local.iam.Account.AccessKey;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;

/**
 * Verifies a login by AWS_MSK_IAM as AWS does.
 *
 * <p>A login has no nonce, so the same message is accepted again until it expires: all connections
 * of a client within one second send the same message.
 */
final class LoginVerifier {
  private static final String CONNECT = "kafka-cluster:Connect";

  static final String VERSION = "2020_10_22";
  private static final String SERVICE = "kafka-cluster";
  private static final int MAX_SECONDS = 900;
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'")
          .withZone(ZoneOffset.UTC)
          .withResolverStyle(ResolverStyle.STRICT);

  private final AccountFile account;
  private final String host;
  private final Clock clock;

  /**
   * @param host the name that the broker advertises to clients
   */
  LoginVerifier(AccountFile account, String host, Clock clock) {
    this.account = account;
    this.host = host;
    this.clock = clock;
  }

  /** The reason of a refused login. The client sees it, so it must not contain a secret. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String reason) {
      super(reason);
    }
  }

  /** Returns the key that signed the request. */
  AccessKey verify(LoginRequest request) throws RefusedException {
    Account now = account.read();
    requireValue(request, LoginRequest.VERSION, VERSION);
    requireValue(request, "action", CONNECT);
    requireValue(request, "x-amz-algorithm", SignatureV4.ALGORITHM);
    requireValue(request, "x-amz-signedheaders", "host");
    requireValue(request, LoginRequest.HOST, host);
    SignatureV4.Scope scope = scope(request);
    AccessKey key = now.key(scope.accessKeyId()).orElseThrow(() -> unknown(request));
    requireScope("region", scope.region(), now.region());
    requireScope("service", scope.service(), SERVICE);
    requireTime(request, scope);
    requireToken(request.field(LoginRequest.TOKEN), key);
    if (!request.isSignedWith(key.secret(), scope)) {
      throw new RefusedException(
          "the signature is not that of "
              + key.id()
              + ": another secret made it, or the request was altered after it was signed");
    }
    return key;
  }

  private static SignatureV4.Scope scope(LoginRequest request) throws RefusedException {
    try {
      return SignatureV4.Scope.parse(request.field("x-amz-credential"));
    } catch (IllegalArgumentException e) {
      throw new RefusedException("x-amz-credential: " + e.getMessage());
    }
  }

  private static RefusedException unknown(LoginRequest request) {
    return new RefusedException("the account has no access key " + request.accessKeyId());
  }

  private static void requireValue(LoginRequest request, String field, String expected)
      throws RefusedException {
    if (!request.field(field).equals(expected)) {
      throw new RefusedException(field + " is " + request.field(field) + ", not " + expected);
    }
  }

  private static void requireScope(String part, String signed, String expected)
      throws RefusedException {
    if (!signed.equals(expected)) {
      throw new RefusedException("signed for the " + part + " " + signed + ", not for " + expected);
    }
  }

  private void requireTime(LoginRequest request, SignatureV4.Scope scope) throws RefusedException {
    Instant signed = date(request.field("x-amz-date"));
    if (!request.field("x-amz-date").startsWith(scope.date())) {
      throw new RefusedException(
          "signed for the day " + scope.date() + ", not for that of x-amz-date");
    }
    int seconds = seconds(request.field("x-amz-expires"));
    Instant now = clock.instant();
    if (signed.isAfter(now.plus(CLOCK_SKEW))) {
      long ahead = Duration.between(now, signed).toSeconds();
      throw new RefusedException(
          "signed " + ahead + " s in the future: the client's clock is fast");
    }
    Instant end = signed.plusSeconds(seconds);
    if (now.isAfter(end)) {
      throw new RefusedException("expired " + Duration.between(end, now).toSeconds() + " s ago");
    }
  }

  private static Instant date(String text) throws RefusedException {
    try {
      return TIMESTAMP.parse(text, Instant::from);
    } catch (DateTimeException e) {
      throw new RefusedException("x-amz-date is not like 20261231T235959Z");
    }
  }

  private static int seconds(String text) throws RefusedException {
    int seconds = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    if (seconds < 1 || seconds > MAX_SECONDS) {
      throw new RefusedException("x-amz-expires is not 1 to " + MAX_SECONDS + " seconds");
    }
    return seconds;
  }

  private static void requireToken(String sent, AccessKey key) throws RefusedException {
    if (sent == null && key.sessionToken() != null) {
      throw new RefusedException("the key " + key.id() + " needs its session token, none was sent");
    }
    if (sent != null && key.sessionToken() == null) {
      throw new RefusedException("the key " + key.id() + " has no session token, one was sent");
    }
    if (sent != null && !SignatureV4.equal(sent, key.sessionToken())) {
      throw new RefusedException("the session token is not that of the key " + key.id());
    }
  }
}
