package io.mskcdc.dms;

import io.mskcdc.catalog.ProviderReference;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A reference to a value in Secrets Manager, {@code ${secretsmanager:NAME:KEY}}.
 *
 * @param secret the name or ARN of the secret
 * @param key the key in the secret's JSON
 */
public record SecretReference(String secret, String key) {

  /** Returns the reference that a text consists of; empty for other texts. */
  public static Optional<SecretReference> of(String text) {
    return ProviderReference.in(text).stream()
        .filter(reference -> reference.provider().equals("secretsmanager"))
        .filter(reference -> ProviderReference.replace(text, each -> "").isEmpty())
        .map(
            reference ->
                new SecretReference(
                    URLDecoder.decode(reference.path(), StandardCharsets.UTF_8), reference.key()))
        .findFirst();
  }
}
