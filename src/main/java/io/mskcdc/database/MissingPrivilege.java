package io.mskcdc.database;

/**
 * A privilege that the connector's user does not have.
 *
 * @param privilege the privilege, and on what
 * @param consequence what happens without it, as a clause
 * @param statement the SQL statement that mends it
 * @param isForSnapshot whether only the snapshot at the start needs it
 */
public record MissingPrivilege(
    String privilege, String consequence, String statement, boolean isForSnapshot) {
  /** Returns the privilege and the consequence as a sentence. */
  public String text() {
    return "the connector's user has no " + privilege + ", so " + consequence;
  }
}
