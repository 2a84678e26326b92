package io.mskcdc.mask;

import io.mskcdc.catalog.PersonalData;
import java.util.Optional;

/** Chooses the masking method for a column whose name suggests personal data. */
final class SuggestedMethod {
  private static final String HMAC = "hmac";
  private static final String DROP = "drop";
  private static final String REDACT = "redact";

  private SuggestedMethod() {}

  /**
   * Returns the method; empty if a column of this type does not hold such data, like a flag {@code
   * email_verified}.
   *
   * @param inKey whether the column is in the record's key, where only hmac keeps keys apart
   */
  static Optional<String> of(PersonalData data, TypeFamily type, boolean inKey) {
    return fits(data, type) ? Optional.of(inKey ? HMAC : method(data, type)) : Optional.empty();
  }

  /** Returns whether a column of a type may hold this kind of data. */
  private static boolean fits(PersonalData data, TypeFamily type) {
    return switch (type) {
      case TEXT, FREE_TEXT, JSON, BINARY, FREE_BINARY -> true;
      case DATE, TIME -> data == PersonalData.BIRTH;
      case NUMBER ->
          switch (data) {
            case PHONE, CARD, ACCOUNT, IDENTITY, BIRTH, NETWORK, CREDENTIAL -> true;
            case EMAIL, ADDRESS, NAME -> false;
          };
      case GEOMETRY -> data == PersonalData.ADDRESS || data == PersonalData.NETWORK;
      case ENUMERATION, FLAG -> false;
    };
  }

  /** Falls back to a method that fits every type where the usual one needs text or dates. */
  private static String method(PersonalData data, TypeFamily type) {
    return switch (data) {
      case CREDENTIAL -> DROP;
      case EMAIL, IDENTITY, NETWORK -> HMAC;
      case PHONE -> type.isText() ? "format" : HMAC;
      case CARD, ACCOUNT -> type.isText() ? "partial" : DROP;
      case BIRTH -> type == TypeFamily.DATE ? "date" : DROP;
      case ADDRESS, NAME -> REDACT;
    };
  }
}
