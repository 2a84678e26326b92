package io.mskcdc.deploy;

import io.mskcdc.config.Bundle;
import io.mskcdc.mask.MaskCheck;
import io.mskcdc.mask.MaskComparison;
import io.mskcdc.mask.Suggester;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.report.MaskCheckReport;
import io.mskcdc.report.MaskSuggestionReport;

/** Compares the masks of a connector with the columns of its database. Writes nothing. */
public final class ColumnMasking {
  private final Bundle bundle;

  public ColumnMasking(Bundle bundle) {
    this.bundle = bundle;
  }

  /**
   * Returns what happens to each captured column of a connector.
   *
   * @throws ProblemException when the connector is not listed, its database does not answer, or its
   *     masking options are invalid
   */
  public MaskCheckReport check(String name) {
    return new MaskCheckReport(checked(SourceColumns.read(bundle, name)));
  }

  /**
   * Returns the entries for a connector's file after which every captured column is decided.
   *
   * @throws ProblemException as {@link #check}, and when the connector has no masking transform
   */
  public MaskSuggestionReport suggest(String name) {
    SourceColumns read = SourceColumns.read(bundle, name);
    return new MaskSuggestionReport(
        name, Suggester.suggest(read.connector(), checked(read), bundle.paths()));
  }

  private MaskCheck checked(SourceColumns read) {
    return new MaskComparison(read.connector(), read.source(), read.columns(), bundle.paths())
        .check();
  }
}
