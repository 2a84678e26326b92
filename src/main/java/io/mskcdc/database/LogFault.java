package io.mskcdc.database;

/**
 * A setting of the database under which its change log lacks changes, or has them in a form that a
 * connector cannot read, or does not have them for long.
 *
 * @param setting the setting with its value, like {@code binlog_format=STATEMENT}
 * @param consequence what happens with it, as a clause
 * @param statement the SQL statement that mends it, or what to do if no statement does
 * @param isRisk whether the log has each change, and the setting is a risk only
 */
public record LogFault(String setting, String consequence, String statement, boolean isRisk) {
  /** Returns the setting and the consequence as a sentence. */
  public String text() {
    return "the server has " + setting + ", so " + consequence;
  }
}
