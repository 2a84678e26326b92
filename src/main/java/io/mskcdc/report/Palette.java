package io.mskcdc.report;

/**
 * The colours of a text report.
 *
 * @param coloured whether colours are used
 */
public record Palette(boolean coloured) {
  /** No colours. */
  public static final Palette NONE = new Palette(false);

  private static final String RESET = "\u001b[0m";

  /** The meaning of a colour. */
  public enum Tone {
    ADDED("\u001b[32m"),
    CHANGED("\u001b[33m"),
    REMOVED("\u001b[31m");

    private final String code;

    Tone(String code) {
      this.code = code;
    }
  }

  /** Returns the text in a colour. */
  public String paint(Tone tone, String text) {
    return coloured ? tone.code + text + RESET : text;
  }
}
