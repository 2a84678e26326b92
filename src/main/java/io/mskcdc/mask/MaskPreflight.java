package io.mskcdc.mask;

import io.mskcdc.catalog.MaskTransform;
import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.database.Column;
import io.mskcdc.mask.ColumnOutcome.Kind;
import io.mskcdc.preflight.ConnectorDatabases;
import io.mskcdc.preflight.DatabasePreflight;
import io.mskcdc.preflight.DatabaseReader;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds rules of a mask that name a column which does not exist. The column that was meant leaves
 * in clear, or not at all. What a closed mask leaves out is only a note, because nothing leaks.
 */
public final class MaskPreflight extends DatabasePreflight<List<Column>> {
  private final BundlePaths paths;

  /** A check that connects to the connector's database. */
  public MaskPreflight(BundlePaths paths, ConnectorDatabases databases) {
    this(paths, (source, connector) -> databases.columns(source, connector.config()));
  }

  MaskPreflight(BundlePaths paths, DatabaseReader<List<Column>> reader) {
    super(reader, "the masks were not compared with the database");
    this.paths = paths;
  }

  @Override
  protected boolean applies(SourceConnector source, RenderedConnector connector) {
    return !MaskTransform.of(connector.config()).isEmpty();
  }

  @Override
  protected List<Problem> check(
      SourceConnector source,
      RenderedConnector connector,
      List<Column> columns,
      Consumer<String> note) {
    try {
      return check(connector, new MaskComparison(connector, source, columns, paths), note);
    } catch (ProblemException e) {
      return e.problems();
    }
  }

  private static List<Problem> check(
      RenderedConnector connector, MaskComparison masked, Consumer<String> note) {
    if (MaskTransform.of(connector.config()).stream().anyMatch(MaskTransform::isClosed)) {
      MaskCheck check = masked.check();
      long undecided =
          check.tables().stream().mapToLong(table -> table.of(Kind.UNDECIDED).size()).sum();
      if (undecided > 0) {
        note.accept(
            "nobody decided about "
                + undecided
                + " columns, which mask.unlisted treats; mskcdc mask check "
                + connector.name()
                + " lists them");
      }
    }
    masked.unusedPatterns(false).forEach(problem -> note.accept(problem.headline()));
    return masked.unusedPatterns(true);
  }
}
