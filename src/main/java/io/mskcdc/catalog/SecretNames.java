package io.mskcdc.catalog;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds options whose names suggest a secret. Connectors that are not in the catalog declare their
 * secrets to a worker only, so a doubtful name counts as one.
 */
final class SecretNames {
  private static final Pattern CASE_CHANGE =
      Pattern.compile("(?<=[a-z\\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

  /** A column or table, a user's own name, may follow these prefixes. */
  private static final Pattern PREFIX =
      Pattern.compile(
          "(transforms|predicates|topic\\.creation)\\.[^.]+\\."
              + "|snapshot\\.select\\.statement\\.overrides\\..+|column\\.(mask|truncate)\\..+");

  /** Words of a name that suggest a secret, with dots between them. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(^|.*\\.)("
              // Anywhere, also as a part of a word.
              + "\\w*(passw(or)?d|passwort|passphrase|passcode|pwd|secret|credential)\\w*(\\..+)?"
              + "|(kennwort|wachtwoord|senha|mot\\.?de\\.?passe|contrase(n|\\.)a|creds?)(\\..+)?"
              + "|(\\w*token|bearer|authorization|user\\.?info|jaas\\.config|cookies?)(\\..+)?"
              + "|(auth|authentication|access|api|refresh|session|security)\\.?tokens(\\..+)?"
              + "|(access|account|admin|api|app|application|auth|cipher|client|consumer|decryption"
              + "|encryption|function|hmac|ingest|insert|keystore|license|master|private|sas|secret"
              + "|service|shared|signing|sse\\.customer|storage|subscription)\\.?keys?(\\..+)?"
              // At the end only.
              + "|pass|pw|userpass|dbpass|pin|salt|pepper|license|signature|sas|ticket"
              + "|webhook(\\.ur[il])?|webhookur[il]|(account|key|keyfile)\\.json)");

  /** Names of secrets that end with a word that describes one otherwise. */
  private static final Pattern EVEN_SO =
      Pattern.compile(".*(access\\.?key|secret\\.key|secret)\\.id|(.*\\.)?webhook\\.?ur[il]");

  /** A name that ends so describes the secret: where it is, its form, its use. */
  private static final Set<String> DESCRIPTIONS =
      Set.of(
          ("age algorithm algorithms alias arn attempts audience backoff bytes callback claim class"
                  + " classes column columns converter count days delimiter deserializer dir"
                  + " directory enable enabled encoding endpoint endpoints exclude expiration"
                  + " expiry factory field fields file filename format handler handling header host"
                  + " hostname hours id ids include interval issuer length lifetime limit location"
                  + " max method min minutes mode ms name names path paths pattern period policy"
                  + " port prefix principal property provider range rate realm regex region required"
                  + " retries scope scopes seconds secs separator serializer size source strategy"
                  + " suffix timeout topic ttl type types uri uris url urls user username version"
                  + " versions")
              .split(" "));

  private SecretNames() {}

  /** Returns whether the name suggests a secret. */
  static boolean suggestsSecret(String key) {
    String option = PREFIX.matcher(key).replaceFirst("");
    String words =
        CASE_CHANGE
            .matcher(option)
            .replaceAll(".")
            .replaceAll("[^A-Za-z0-9]+", ".")
            .toLowerCase(Locale.ROOT);
    return SECRET.matcher(words).matches()
        && (EVEN_SO.matcher(words).matches()
            || !DESCRIPTIONS.contains(words.substring(words.lastIndexOf('.') + 1)));
  }
}
