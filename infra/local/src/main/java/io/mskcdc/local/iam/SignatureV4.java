package io.mskcdc.local.iam;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS Signature Version 4, as the receiver of a request computes it.
 *
 * <p>Format: "Signature Version 4 signing process" in the AWS General Reference.
 */
public final class SignatureV4 {
  public static final String ALGORITHM = "AWS4-HMAC-SHA256";

  private static final String TERMINATOR = "aws4_request";

  private SignatureV4() {}

  /**
   * The scope of a signature.
   *
   * @param date eight digits, the day in UTC
   */
  public record Scope(String accessKeyId, String date, String region, String service) {
    /**
     * Reads a credential, {@code ID/yyyyMMdd/region/service/aws4_request}.
     *
     * @throws IllegalArgumentException if it has another form
     */
    public static Scope parse(String credential) {
      String[] parts = credential.split("/", -1);
      if (parts.length != 5 || !parts[4].equals(TERMINATOR)) {
        throw new IllegalArgumentException("the credential does not have five parts");
      }
      return new Scope(parts[0], parts[1], parts[2], parts[3]);
    }

    /** Writes the credential that {@link #parse} reads. */
    public String credential() {
      return accessKeyId + "/" + text();
    }

    private String text() {
      return date + "/" + region + "/" + service + "/" + TERMINATOR;
    }
  }

  /**
   * Returns the signature of a request, in hexadecimal digits.
   *
   * @param secret the secret access key
   * @param timestamp X-Amz-Date, {@code yyyyMMdd'T'HHmmss'Z'}
   */
  public static String of(String secret, Scope scope, String timestamp, String canonicalRequest) {
    byte[] key = hmac(("AWS4" + secret).getBytes(StandardCharsets.UTF_8), scope.date());
    key = hmac(key, scope.region());
    key = hmac(key, scope.service());
    key = hmac(key, TERMINATOR);
    String toSign =
        String.join("\n", ALGORITHM, timestamp, scope.text(), sha256(bytes(canonicalRequest)));
    return HexFormat.of().formatHex(hmac(key, toSign));
  }

  /** Compares two signatures in constant time. */
  public static boolean equal(String one, String other) {
    return MessageDigest.isEqual(bytes(one), bytes(other));
  }

  /** Writes decoded parameters in their canonical form: sorted and percent-encoded. */
  public static String canonicalQuery(Map<String, String> parameters) {
    Map<String, String> encoded = new TreeMap<>();
    parameters.forEach((name, value) -> encoded.put(encode(name), encode(value)));
    return encoded.entrySet().stream()
        .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
        .collect(Collectors.joining("&"));
  }

  /** Percent-encodes all but letters, digits, {@code -}, {@code .}, {@code _} and {@code ~}. */
  public static String encode(String text) {
    // The encoding of forms differs in these characters only.
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  /** Returns the SHA-256 of bytes, in hexadecimal digits. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(bytes(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
