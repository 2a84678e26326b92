package io.mskcdc.smt.mask.method;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** HMACs of any message, against the JVM's own implementation. */
class HmacSha256Test {

  @Property
  void equalsTheHmacOfTheJvm(
      @ForAll @Size(min = 1, max = 200) byte[] key,
      @ForAll @Size(max = 100) byte[] beginning,
      @ForAll @Size(max = 300) byte[] first,
      @ForAll @Size(max = 300) byte[] second)
      throws GeneralSecurityException {
    HmacSha256 hmac = new HmacSha256(key, beginning);

    assertThat(compute(hmac, first)).isEqualTo(ofJvm(key, beginning, first));
    assertThat(compute(hmac, second)).isEqualTo(ofJvm(key, beginning, second));
  }

  private static byte[] compute(HmacSha256 hmac, byte[] message) {
    byte[] result = new byte[HmacSha256.LENGTH];
    // The rest of the buffer is not part of the message.
    hmac.compute(Arrays.copyOf(message, message.length + 7), message.length, result);
    return result;
  }

  private static byte[] ofJvm(byte[] key, byte[] beginning, byte[] message)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    mac.update(beginning);
    return mac.doFinal(message);
  }
}
