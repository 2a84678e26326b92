package io.mskcdc.catalog;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds columns whose names suggest personal or secret data. */
public final class PersonalNames {
  private static final Pattern CASE_CHANGE =
      Pattern.compile("(?<=[\\p{Ll}\\d])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

  private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}]+");
  private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");

  /** A name that ends so describes the data: its kind, its check, the number of its uses. */
  private static final Set<String> DESCRIPTIONS =
      Set.of(
          "type",
          "typ",
          "status",
          "state",
          "count",
          "format",
          "template",
          "subject",
          "verified",
          "confirmed",
          "enabled",
          "policy",
          "valid",
          "provider",
          "length",
          "attempts",
          "label");

  /** Words for tables of persons, in which a column {@code name} holds the name of a person. */
  private static final Set<String> PERSONS =
      Set.of(
          "account",
          "accounts",
          "author",
          "authors",
          "client",
          "clients",
          "contact",
          "contacts",
          "customer",
          "customers",
          "driver",
          "drivers",
          "employee",
          "employees",
          "guest",
          "guests",
          "kunde",
          "kunden",
          "lead",
          "leads",
          "member",
          "members",
          "mitarbeiter",
          "owner",
          "owners",
          "passenger",
          "passengers",
          "patient",
          "patients",
          "people",
          "person",
          "persons",
          "personen",
          "profile",
          "profiles",
          "recipient",
          "recipients",
          "student",
          "students",
          "subscriber",
          "subscribers",
          "user",
          "users",
          "utilisateurs",
          "usuarios",
          "clientes");

  private static final Set<String> PLAIN_NAMES =
      Set.of("name", "names", "namn", "navn", "naam", "nome", "имя", "login");

  private static final ResultCache<Map.Entry<String, String>, Optional<PersonalData>> FOUND =
      new ResultCache<>(column -> search(column.getKey(), column.getValue()));

  private PersonalNames() {}

  /**
   * Returns the kind of data that a column's name suggests. Where it suggests several, the kind
   * that needs the strongest mask is returned.
   */
  public static Optional<PersonalData> find(String table, String column) {
    return FOUND.of(Map.entry(table, column));
  }

  private static Optional<PersonalData> search(String table, String column) {
    List<String> words = words(column);
    if (words.isEmpty() || DESCRIPTIONS.contains(words.get(words.size() - 1))) {
      return Optional.empty();
    }
    Optional<PersonalData> found =
        Arrays.stream(PersonalData.values()).filter(kind -> kind.matches(words)).findFirst();
    if (found.isEmpty()
        && words.stream().anyMatch(PLAIN_NAMES::contains)
        && words.size() <= 2
        && words(table).stream().anyMatch(PERSONS::contains)) {
      return Optional.of(PersonalData.NAME);
    }
    return found;
  }

  private static List<String> words(String name) {
    String spaced = CASE_CHANGE.matcher(name).replaceAll(" ").replace("ß", "ss").replace("ø", "o");
    String plain =
        ACCENTS.matcher(Normalizer.normalize(spaced, Normalizer.Form.NFD)).replaceAll("");
    return Arrays.stream(NO_LETTERS.split(plain.toLowerCase(Locale.ROOT)))
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
