package io.mskcdc.smt.values;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/**
 * Writes dates and times as text, digit by digit: a formatter of {@code java.time} would take
 * longer than the copy of a whole row.
 */
final class IsoText {

  private static final int DATE_LENGTH = "2024-02-29".length();
  private static final int TIME_LENGTH = "12:34:56".length();
  private static final int MICROS_DIGITS = 6;
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int SECONDS_PER_HOUR = 3_600;
  private static final long MICROS_PER_DAY = 24 * SECONDS_PER_HOUR * MICROS_PER_SECOND;
  private static final int[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};
  // MySQL's dates have the years 0 to 9999.
  private static final long FIRST_DAY = LocalDate.of(0, 1, 1).toEpochDay();
  private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();
  // The algorithm counts days from 0000-03-01, so that a leap day ends a year.
  private static final long DAYS_BEFORE_1970 = 719_468;
  private static final int DAYS_PER_ERA = 146_097;
  private static final int YEARS_PER_ERA = 400;

  private IsoText() {}

  /**
   * Writes a date as {@code 2024-02-29}.
   *
   * @param day days since 1970-01-01
   */
  static String date(long day) {
    if (day < FIRST_DAY || day > LAST_DAY) {
      return LocalDate.ofEpochDay(day).toString();
    }
    byte[] text = new byte[DATE_LENGTH];
    putDate(text, (int) day);
    return ascii(text);
  }

  /**
   * Writes a date and time as {@code 2024-02-29T12:34:56.123}.
   *
   * @param micros microseconds since 1970-01-01T00:00
   * @param digits the number of digits of the fraction, 0 to 6
   */
  static String dateTime(long micros, int digits) {
    long day = Math.floorDiv(micros, MICROS_PER_DAY);
    long ofDay = micros - day * MICROS_PER_DAY;
    if (day < FIRST_DAY || day > LAST_DAY) {
      return date(day) + 'T' + time(ofDay, digits);
    }
    byte[] text = new byte[lengthOf(DATE_LENGTH + 1 + TIME_LENGTH, digits)];
    putDate(text, (int) day);
    text[DATE_LENGTH] = 'T';
    int seconds = (int) (ofDay / MICROS_PER_SECOND);
    putPair(text, DATE_LENGTH + 1, seconds / SECONDS_PER_HOUR);
    putMinutes(text, DATE_LENGTH + 3, seconds);
    putFraction(text, DATE_LENGTH + 1 + TIME_LENGTH, (int) (ofDay % MICROS_PER_SECOND), digits);
    return ascii(text);
  }

  /**
   * Writes a time as MySQL prints it, which may be negative or longer than a day: {@code
   * -838:59:59.5}.
   *
   * @param digits the number of digits of the fraction, 0 to 6
   */
  static String time(long micros, int digits) {
    int sign = micros < 0 ? 1 : 0;
    long size = Math.abs(micros);
    long seconds = size / MICROS_PER_SECOND;
    long hours = seconds / SECONDS_PER_HOUR;
    String manyHours = hours < 100 ? "" : Long.toString(hours);
    int at = sign + (hours < 100 ? 2 : manyHours.length());
    byte[] text = new byte[lengthOf(at + TIME_LENGTH - 2, digits)];
    text[0] = '-';
    if (hours < 100) {
      putPair(text, sign, (int) hours);
    } else {
      for (int i = 0; i < manyHours.length(); i++) {
        text[sign + i] = (byte) manyHours.charAt(i);
      }
    }
    putMinutes(text, at, (int) (seconds % SECONDS_PER_HOUR));
    putFraction(text, at + TIME_LENGTH - 2, (int) (size % MICROS_PER_SECOND), digits);
    return ascii(text);
  }

  /**
   * Writes the fraction of a timestamp in UTC with a fixed number of digits: {@code
   * 2024-02-29T12:34:56.120Z}. Text in another zone is returned as it is.
   */
  static String utc(String text, int digits) {
    int end = text.length() - 1;
    int fraction = text.indexOf('.');
    int present = fraction < 0 ? 0 : end - fraction - 1;
    if (present == digits || text.isEmpty() || text.charAt(end) != 'Z') {
      return text;
    }
    int seconds = fraction < 0 ? end : fraction;
    StringBuilder changed = new StringBuilder(seconds + digits + 2).append(text, 0, seconds);
    if (digits > 0) {
      changed.append('.').append(text, end - present, end - Math.max(0, present - digits));
      for (int i = present; i < digits; i++) {
        changed.append('0');
      }
    }
    return changed.append('Z').toString();
  }

  private static int lengthOf(int seconds, int digits) {
    return digits == 0 ? seconds : seconds + 1 + digits;
  }

  /**
   * @see <a href="https://howardhinnant.github.io/date_algorithms.html#civil_from_days">Date
   *     algorithms, civil_from_days</a>
   */
  private static void putDate(byte[] text, int epochDay) {
    int days = (int) (epochDay + DAYS_BEFORE_1970);
    int era = Math.floorDiv(days, DAYS_PER_ERA);
    int ofEra = days - era * DAYS_PER_ERA;
    int yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36524 - ofEra / 146096) / 365;
    int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    // Months count from March.
    int shifted = (5 * ofYear + 2) / 153;
    int day = ofYear - (153 * shifted + 2) / 5 + 1;
    int month = shifted < 10 ? shifted + 3 : shifted - 9;
    int year = yearOfEra + era * YEARS_PER_ERA + (month <= 2 ? 1 : 0);
    putPair(text, 0, year / 100);
    putPair(text, 2, year % 100);
    text[4] = '-';
    putPair(text, 5, month);
    text[7] = '-';
    putPair(text, 8, day);
  }

  private static void putMinutes(byte[] text, int at, int seconds) {
    text[at] = ':';
    putPair(text, at + 1, seconds / 60 % 60);
    text[at + 3] = ':';
    putPair(text, at + 4, seconds % 60);
  }

  private static void putFraction(byte[] text, int at, int micros, int digits) {
    if (digits > 0) {
      text[at] = '.';
      int rest = micros / POWERS[MICROS_DIGITS - digits];
      for (int i = at + digits; i > at; i--) {
        text[i] = (byte) ('0' + rest % 10);
        rest /= 10;
      }
    }
  }

  private static void putPair(byte[] text, int at, int number) {
    text[at] = (byte) ('0' + number / 10);
    text[at + 1] = (byte) ('0' + number % 10);
  }

  private static String ascii(byte[] text) {
    return new String(text, StandardCharsets.ISO_8859_1);
  }
}
