package io.mskcdc.deploy;

import io.mskcdc.config.Bundle;
import io.mskcdc.contract.TableContract;
import io.mskcdc.contract.TableContracts;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.text.Spelling;
import java.util.Collection;
import java.util.List;

/** Reads the contracts of a connector's topics from its database. Writes nothing. */
public final class TopicContracts {
  private final Bundle bundle;

  public TopicContracts(Bundle bundle) {
    this.bundle = bundle;
  }

  /**
   * Returns the contracts of the topics that a connector writes rows to, sorted by topic.
   *
   * @param topics the only topics to return; empty for all
   * @throws ProblemException when the connector is not listed, its database does not answer, its
   *     records have a form that is not described, or no captured table has one of the topics
   */
  public List<TableContract> of(String name, Collection<String> topics) {
    // Before the connection, which some connectors do not have.
    TableContracts.requireForm(ConnectorSelection.of(bundle, List.of(name)).get(0), bundle.paths());
    SourceColumns read = SourceColumns.read(bundle, name);
    List<TableContract> all =
        TableContracts.of(read.connector(), read.source(), read.columns(), bundle.paths());
    List<String> known = all.stream().map(TableContract::topic).toList();
    List<Problem> unknown =
        topics.stream()
            .filter(topic -> !known.contains(topic))
            .map(topic -> unknown(name, topic, known))
            .toList();
    if (!unknown.isEmpty()) {
      throw new ProblemException(unknown);
    }
    return all.stream()
        .filter(table -> topics.isEmpty() || topics.contains(table.topic()))
        .toList();
  }

  private static Problem unknown(String name, String topic, List<String> known) {
    return Problem.of(
        ErrorCode.TOPIC_UNKNOWN,
        name,
        "no captured table has the topic " + topic,
        Spelling.closest(topic, known)
            .map(closest -> "write " + closest)
            .orElse("list the topics with: mskcdc topic schema " + name));
  }
}
