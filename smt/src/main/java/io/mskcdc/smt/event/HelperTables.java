package io.mskcdc.smt.event;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of the tables that tools for online schema changes create for the time of a change. A
 * helper table holds copies of the rows of the table that is changed.
 */
public final class HelperTables {

  /**
   * Regular expressions for names of helper tables; the group is the changed table. Without commas
   * and dots, so that they can be used in Debezium's {@code table.exclude.list}.
   */
  public static final List<String> REGEXES =
      List.of(
          // gh-ost; pt-online-schema-change, which may add underscores; Spirit
          "_(.+)_(?:gho|ghc|del|new|old|chkpnt)",
          // gh-ost --timestamp-old-table
          "_(.+)_\\d{14}_del",
          // LHM
          "lhmn_(.+)",
          "lhma_\\d{4}_\\d\\d_\\d\\d_\\d\\d_\\d\\d_\\d\\d_\\d{3}_(.+)",
          // Facebook's OnlineSchemaChange
          "__osc_(?:new|old|chg)_(.+)");

  // Schemas with avro_unicode names have a code instead of an underscore.
  private static final String UNDERSCORE = "(?:_u005f|_)";
  private static final Pattern LEADING_UNDERSCORE = Pattern.compile(UNDERSCORE + "(.+)");
  private static final List<Pattern> PATTERNS =
      REGEXES.stream()
          .map(regex -> regex.replace("_", UNDERSCORE))
          .map(regex -> Pattern.compile(regex, Pattern.CASE_INSENSITIVE))
          .toList();

  private HelperTables() {}

  /** Returns the names of the tables whose helper a table may be; empty for any other table. */
  public static Set<String> originalsOf(String table) {
    Set<String> originals = new LinkedHashSet<>();
    for (Pattern pattern : PATTERNS) {
      Matcher helper = pattern.matcher(table);
      if (helper.matches()) {
        originals.add(helper.group(1));
        addWithoutUnderscores(originals, helper.group(1));
      }
    }
    return originals;
  }

  /** Adds the names without leading underscores, because a tool may add more than one. */
  private static void addWithoutUnderscores(Set<String> originals, String name) {
    Matcher rest = LEADING_UNDERSCORE.matcher(name);
    while (rest.matches()) {
      originals.add(rest.group(1));
      rest = LEADING_UNDERSCORE.matcher(rest.group(1));
    }
  }
}
