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
 * Finds out whose login by AWS_MSK_IAM this is, and refuses one that AWS would not believe.
 *
 * <p>There is no nonce in it: whoever sends the same again within its time gets in again, as all
 * connections of one client within a second do.
 */
final class LoginVerifier {
  private static final String CONNECT = "kafka-cluster:Connect";

  static final String VERSION = "2020_10_22";
  private static final String SERVICE = "kafka-cluster";
  private static final int MOST_SECONDS = 900;
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'")
          .withZone(ZoneOffset.UTC)
          .withResolverStyle(ResolverStyle.STRICT);

  private final AccountFile account;
  private final String host;
  private final Clock clock;

  /**
   * @param host the name by which the broker tells clients to reach it
   */
  LoginVerifier(AccountFile account, String host, Clock clock) {
    this.account = account;
    this.host = host;
    this.clock = clock;
  }

  /**
   * Why a login is refused. The message is for the client: it names no secret, and what to mend.
   */
  static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    Refusal(String reason) {
      super(reason);
    }
  }

  /** Returns the key whose owner signed the request. */
  AccessKey verify(LoginRequest request) throws Refusal {
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
      throw new Refusal(
          "the signature is not that of "
              + key.id()
              + ": its secret is another, or the request"
              + " was changed after it was signed");
    }
    return key;
  }

  private static SignatureV4.Scope scope(LoginRequest request) throws Refusal {
    try {
      return SignatureV4.Scope.parse(request.field("x-amz-credential"));
    } catch (IllegalArgumentException e) {
      throw new Refusal("x-amz-credential: " + e.getMessage());
    }
  }

  private static Refusal unknown(LoginRequest request) {
    return new Refusal("the account has no access key " + request.accessKeyId());
  }

  private static void requireValue(LoginRequest request, String field, String expected)
      throws Refusal {
    if (!request.field(field).equals(expected)) {
      throw new Refusal(field + " is " + request.field(field) + ", not " + expected);
    }
  }

  private static void requireScope(String part, String signed, String expected) throws Refusal {
    if (!signed.equals(expected)) {
      throw new Refusal("signed for the " + part + " " + signed + ", not for " + expected);
    }
  }

  private void requireTime(LoginRequest request, SignatureV4.Scope scope) throws Refusal {
    Instant signed = date(request.field("x-amz-date"));
    if (!request.field("x-amz-date").startsWith(scope.date())) {
      throw new Refusal("signed for the day " + scope.date() + ", which is not x-amz-date's");
    }
    int seconds = seconds(request.field("x-amz-expires"));
    Instant now = clock.instant();
    if (signed.isAfter(now.plus(CLOCK_SKEW))) {
      long ahead = Duration.between(now, signed).toSeconds();
      throw new Refusal("signed " + ahead + " s in the future: the client's clock is fast");
    }
    Instant end = signed.plusSeconds(seconds);
    if (now.isAfter(end)) {
      throw new Refusal("expired " + Duration.between(end, now).toSeconds() + " s ago");
    }
  }

  private static Instant date(String text) throws Refusal {
    try {
      return TIMESTAMP.parse(text, Instant::from);
    } catch (DateTimeException e) {
      throw new Refusal("x-amz-date is not like 20261231T235959Z");
    }
  }

  private static int seconds(String text) throws Refusal {
    int seconds = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    if (seconds < 1 || seconds > MOST_SECONDS) {
      throw new Refusal("x-amz-expires is not 1 to " + MOST_SECONDS + " seconds");
    }
    return seconds;
  }

  private static void requireToken(String sent, AccessKey key) throws Refusal {
    if (sent == null && key.sessionToken() != null) {
      throw new Refusal("the key " + key.id() + " needs its session token, none was sent");
    }
    if (sent != null && key.sessionToken() == null) {
      throw new Refusal("the key " + key.id() + " has no session token, one was sent");
    }
    if (sent != null && !SignatureV4.equal(sent, key.sessionToken())) {
      throw new Refusal("the session token is not that of the key " + key.id());
    }
  }
}
