package io.mskcdc.msk;

import io.mskcdc.msk.LogEntry.Event;
import io.mskcdc.msk.api.Connector;
import java.util.List;

/**
 * The log streams of one connector. A stream's name begins with the connector's name; an id
 * follows, as in the connector's ARN. This is observed and not documented, so a stream without that
 * id counts too if no other connector has a name that fits it better.
 */
final class LogStreams {
  private final String name;
  private final String id;
  private final List<Connector> longer;

  private LogStreams(String name, String id, List<Connector> longer) {
    this.name = name;
    this.id = id;
    this.longer = longer;
  }

  /**
   * @param sameBeginning the connectors whose names begin with this connector's name
   */
  static LogStreams of(Connector connector, List<Connector> sameBeginning) {
    String name = connector.connectorName();
    return new LogStreams(
        name,
        ConnectorShapes.id(connector),
        sameBeginning.stream().filter(other -> !other.connectorName().equals(name)).toList());
  }

  /** Returns the events of this connector, from streams whose names begin with its name. */
  List<Event> own(List<Event> events) {
    List<Event> exact = events.stream().filter(event -> event.stream().contains(id)).toList();
    return exact.isEmpty() ? events.stream().filter(event -> fits(event.stream())).toList() : exact;
  }

  private boolean fits(String stream) {
    return stream.matches("\\Q" + name + "\\E(?![A-Za-z0-9]).*")
        && longer.stream().noneMatch(other -> stream.startsWith(other.connectorName()));
  }
}
