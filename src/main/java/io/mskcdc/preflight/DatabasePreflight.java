package io.mskcdc.preflight;

import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.database.NotReachableException;
import io.mskcdc.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A check that reads the connector's database. If the database does not answer this machine, a note
 * says what was not checked.
 *
 * @param <T> what it reads
 */
public abstract class DatabasePreflight<T> implements Preflight {
  private final DatabaseReader<T> reader;
  private final String unchecked;

  /**
   * @param unchecked the beginning of the note about a database that does not answer
   */
  protected DatabasePreflight(DatabaseReader<T> reader, String unchecked) {
    this.reader = reader;
    this.unchecked = unchecked;
  }

  @Override
  public final List<Problem> check(RenderedConnector connector, Consumer<String> note) {
    Optional<SourceConnector> source = SourceConnectors.of(connector.config());
    if (source.isEmpty() || !applies(source.get(), connector)) {
      return List.of();
    }
    try {
      T read = reader.read(source.get(), connector);
      return check(source.get(), connector, read, note);
    } catch (NotReachableException e) {
      note.accept(unchecked + ": " + e.getMessage());
      return List.of();
    }
  }

  /** Whether there is anything to check, before the database is read. */
  protected boolean applies(SourceConnector source, RenderedConnector connector) {
    return true;
  }

  /**
   * @param read what the reader returned
   * @param note receives remarks that are no problems
   */
  protected abstract List<Problem> check(
      SourceConnector source, RenderedConnector connector, T read, Consumer<String> note);
}
