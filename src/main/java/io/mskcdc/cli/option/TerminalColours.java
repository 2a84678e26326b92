package io.mskcdc.cli.option;

import io.mskcdc.report.Palette;
import java.util.Map;

/** Decides whether reports are coloured. */
public final class TerminalColours {
  private TerminalColours() {}

  public static Palette ofProcess() {
    return of(System.getenv(), System.console() != null);
  }

  /**
   * Uses colours on a terminal, unless NO_COLOR is set or CLICOLOR is 0. CLICOLOR_FORCE uses them
   * everywhere, unless NO_COLOR is set.
   */
  static Palette of(Map<String, String> environment, boolean terminal) {
    if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
      return Palette.NONE;
    }
    boolean forced = !environment.getOrDefault("CLICOLOR_FORCE", "0").equals("0");
    boolean wanted = !environment.getOrDefault("CLICOLOR", "1").equals("0");
    return new Palette(forced || terminal && wanted);
  }
}
