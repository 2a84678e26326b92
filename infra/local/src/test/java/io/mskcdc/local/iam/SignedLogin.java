package io.mskcdc.local.iam;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.signer.Aws4Signer;
import software.amazon.awssdk.auth.signer.params.Aws4PresignerParams;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.regions.Region;

/**
 * A login signed by the AWS SDK. Unlike with aws-msk-iam-auth, a test can choose the time, the
 * region, the service and the action.
 *
 * @param token null for none
 */
public record SignedLogin(
    String host,
    String keyId,
    String secret,
    String token,
    String region,
    String service,
    String action,
    Instant signed,
    Duration expires) {

  /** Returns a correct login. */
  public static SignedLogin of(String host, String region, String keyId, String secret) {
    return new SignedLogin(
        host,
        keyId,
        secret,
        null,
        region,
        "kafka-cluster",
        "kafka-cluster:Connect",
        Instant.now(),
        Duration.ofMinutes(15));
  }

  public SignedLogin withToken(String other) {
    return new SignedLogin(host, keyId, secret, other, region, service, action, signed, expires);
  }

  public SignedLogin forHost(String other) {
    return new SignedLogin(other, keyId, secret, token, region, service, action, signed, expires);
  }

  public SignedLogin forRegion(String other) {
    return new SignedLogin(host, keyId, secret, token, other, service, action, signed, expires);
  }

  public SignedLogin forService(String other) {
    return new SignedLogin(host, keyId, secret, token, region, other, action, signed, expires);
  }

  public SignedLogin forAction(String other) {
    return new SignedLogin(host, keyId, secret, token, region, service, other, signed, expires);
  }

  public SignedLogin at(Instant other) {
    return new SignedLogin(host, keyId, secret, token, region, service, action, other, expires);
  }

  public SignedLogin expiringAfter(Duration other) {
    return new SignedLogin(host, keyId, secret, token, region, service, action, signed, other);
  }

  /** Returns the fields of the message, which a test can alter. */
  @SuppressWarnings("deprecation") // aws-msk-iam-auth uses this signer.
  public ObjectNode fields() {
    SdkHttpFullRequest request =
        SdkHttpFullRequest.builder()
            .method(SdkHttpMethod.GET)
            .protocol("https")
            .host(host)
            .appendRawQueryParameter("Action", action)
            .build();
    AwsCredentials credentials =
        token == null
            ? AwsBasicCredentials.create(keyId, secret)
            : AwsSessionCredentials.create(keyId, secret, token);
    Aws4PresignerParams parameters =
        Aws4PresignerParams.builder()
            .awsCredentials(credentials)
            .signingRegion(Region.of(region))
            .signingName(service)
            .signingClockOverride(Clock.fixed(signed, ZoneOffset.UTC))
            .expirationTime(signed.plus(expires))
            .build();
    ObjectNode fields = new ObjectMapper().createObjectNode();
    fields.put("version", "2020_10_22").put("host", host).put("user-agent", "signed-by-hand");
    Aws4Signer.create()
        .presign(request, parameters)
        .rawQueryParameters()
        .forEach((name, values) -> fields.put(name.toLowerCase(), values.get(0)));
    return fields;
  }
}
