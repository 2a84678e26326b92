package io.mskcdc.report;

/**
 * Colours for a terminal, or none.
 *
 * @param coloured whether to colour
 */
public record Palette(boolean coloured) {
  /** No colours. */
  public static final Palette NONE = new Palette(false);

  private static final String RESET = "\u001b[0m";

  /** What a colour says. */
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
