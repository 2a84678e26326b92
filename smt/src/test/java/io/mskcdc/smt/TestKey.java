package io.mskcdc.smt;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key for tests, and HMACs with it that are computed without the code under test. */
public final class TestKey {

  private static final byte[] KEY =
      "0123456789abcdef0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
  public static final String BASE64 = Base64.getEncoder().encodeToString(KEY);

  private TestKey() {}

  public static byte[] hmac(byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String hmacHex(String message) {
    return HexFormat.of().formatHex(hmac(message.getBytes(StandardCharsets.UTF_8)));
  }
}
