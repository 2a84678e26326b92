package io.mskcdc.replication;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The statistics of a table.
 *
 * <p>States: "Monitoring tables in AWS DMS" and "AWS DMS data validation" in the user guide.
 *
 * @param table its schema and name, such as {@code shop.orders}
 * @param state its state, such as {@code Table completed}
 * @param loadedRows the rows of the full load
 * @param failedRows the rows of the full load that were not written
 * @param inserts the inserts that were captured
 * @param updates the updates that were captured
 * @param deletes the deletes that were captured
 * @param validation the state of its validation; empty for none
 * @param invalidRows the rows that differ between source and target, or could not be compared
 */
public record TableProgress(
    String table,
    String state,
    long loadedRows,
    long failedRows,
    long inserts,
    long updates,
    long deletes,
    String validation,
    long invalidRows) {
  private static final Set<String> FAILED_VALIDATIONS =
      Set.of("mismatched records", "suspended records", "table error", "error");

  static TableProgress of(JsonNode statistics) {
    return new TableProgress(
        statistics.path("SchemaName").asText() + "." + statistics.path("TableName").asText(),
        statistics.path("TableState").asText(),
        statistics.path("FullLoadRows").asLong(),
        statistics.path("FullLoadErrorRows").asLong(),
        statistics.path("Inserts").asLong(),
        statistics.path("Updates").asLong(),
        statistics.path("Deletes").asLong(),
        statistics.path("ValidationState").asText(""),
        statistics.path("ValidationFailedRecords").asLong()
            + statistics.path("ValidationSuspendedRecords").asLong());
  }

  /** Returns whether the full load of the table has ended without a failure. */
  public boolean isLoaded() {
    return state.equalsIgnoreCase("Table completed");
  }

  /** Returns whether the table, some of its rows or its validation failed. */
  public boolean isFailed() {
    String lower = state.toLowerCase(Locale.ROOT);
    return Stream.of("error", "suspended", "cancelled", "does not exist").anyMatch(lower::contains)
        || failedRows > 0
        || invalidRows > 0
        || FAILED_VALIDATIONS.contains(validation.toLowerCase(Locale.ROOT));
  }

  /** Returns the table with its state and the rows that failed. */
  public String text() {
    return table
        + ": "
        + state
        + (failedRows > 0 ? ", " + failedRows + " rows of the full load failed" : "")
        + (invalidRows > 0 ? ", " + invalidRows + " rows differ or were not compared" : "")
        + (validation.isEmpty() || validation.equals("Not enabled")
            ? ""
            : ", validation: " + validation);
  }
}
