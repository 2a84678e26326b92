package io.mskcdc.mask;

import io.mskcdc.catalog.PersonalData;
import io.mskcdc.database.Column;
import java.util.List;
import java.util.Optional;

/**
 * What happens to a captured column.
 *
 * @param column the column
 * @param inKey whether it is in the record's key
 * @param inRow whether it is in the row; the column lists of a connector do not apply to keys
 * @param kind who decided
 * @param treatment the method that masks it; for an undecided column the value of {@code
 *     mask.unlisted}, or {@code withhold} for the column of a withheld table; empty for a clear one
 * @param pattern the pattern that decided; empty if none did
 * @param within what happens to fields within the column, such as {@code payload.email}
 * @param personal the personal data that its name, or the expression that generates it, suggests
 */
public record ColumnOutcome(
    Column column,
    boolean inKey,
    boolean inRow,
    Kind kind,
    String treatment,
    String pattern,
    List<Within> within,
    Optional<PersonalData> personal) {

  /** Who decided about a column. */
  public enum Kind {
    CLEAR,
    MASKED,
    UNDECIDED
  }

  /**
   * A rule for fields within a structured column.
   *
   * @param method the method that masks them, or {@link #CLEAR}
   * @param pattern the pattern of the rule
   */
  public record Within(String method, String pattern) {
    /** Stands for fields that leave in clear, while the rest of the column is unlisted. */
    public static final String CLEAR = "clear";
  }

  /** Returns whether personal data may leave in clear. */
  public boolean isClearPersonal() {
    return kind == Kind.CLEAR && personal.isPresent();
  }

  /** Returns the name as {@code database.table.column}. */
  public String name() {
    return column.qualifiedTable() + "." + column.name();
  }
}
