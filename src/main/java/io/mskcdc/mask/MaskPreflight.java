package io.mskcdc.mask;

import io.mskcdc.catalog.MaskTransform;
import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.database.Column;
import io.mskcdc.database.NotReachableException;
import io.mskcdc.mask.ColumnOutcome.Kind;
import io.mskcdc.preflight.Preflight;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds rules of a mask that name a column which does not exist. The column that was meant leaves
 * in clear, or not at all. What a closed mask leaves out is only a note, because nothing leaks.
 */
public final class MaskPreflight implements Preflight {
  private final BundlePaths paths;
  private final ColumnReader reader;

  /** Reads the columns that a connector's user sees. */
  interface ColumnReader {
    List<Column> read(SourceConnector source, Map<String, String> config)
        throws NotReachableException;
  }

  /** A check that connects to the connector's database. */
  public MaskPreflight(BundlePaths paths) {
    this(paths, (source, config) -> source.database(config).columns());
  }

  MaskPreflight(BundlePaths paths, ColumnReader reader) {
    this.paths = paths;
    this.reader = reader;
  }

  @Override
  public List<Problem> check(RenderedConnector connector, Consumer<String> note) {
    Optional<SourceConnector> source = SourceConnectors.of(connector.config());
    if (source.isEmpty() || MaskTransform.of(connector.config()).isEmpty()) {
      return List.of();
    }
    try {
      List<Column> columns = reader.read(source.get(), connector.config());
      return check(connector, new MaskComparison(connector, source.get(), columns, paths), note);
    } catch (NotReachableException e) {
      note.accept("the masks were not compared with the database: " + e.getMessage());
      return List.of();
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
