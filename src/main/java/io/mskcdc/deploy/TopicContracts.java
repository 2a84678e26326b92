package io.mskcdc.deploy;

import io.mskcdc.config.Bundle;
import io.mskcdc.contract.TableContract;
import io.mskcdc.contract.TableContracts;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.text.Spelling;
import java.util.List;
import java.util.Optional;

/** Reads the contracts of a connector's topics from its database. Writes nothing. */
public final class TopicContracts {
  private final Bundle bundle;

  public TopicContracts(Bundle bundle) {
    this.bundle = bundle;
  }

  /**
   * Returns the contracts of the topics that a connector writes rows to, sorted by topic.
   *
   * @param topic the only topic to return; empty for all
   * @throws ProblemException when the connector is not listed, its database does not answer, its
   *     records have a form that is not described, or no captured table has the topic
   */
  public List<TableContract> of(String name, Optional<String> topic) {
    // Before the connection, which some connectors do not have.
    TableContracts.requireForm(ConnectorSelection.of(bundle, List.of(name)).get(0), bundle.paths());
    SourceColumns read = SourceColumns.read(bundle, name);
    List<TableContract> all =
        TableContracts.of(read.connector(), read.source(), read.columns(), bundle.paths());
    if (topic.isEmpty()) {
      return all;
    }
    return all.stream()
        .filter(table -> table.topic().equals(topic.get()))
        .findFirst()
        .map(List::of)
        .orElseThrow(() -> unknown(name, topic.get(), all));
  }

  private static ProblemException unknown(String name, String topic, List<TableContract> all) {
    List<String> topics = all.stream().map(TableContract::topic).toList();
    return new ProblemException(
        Problem.of(
            ErrorCode.TOPIC_UNKNOWN,
            name,
            "no captured table has the topic " + topic,
            Spelling.closest(topic, topics)
                .map(closest -> "write " + closest)
                .orElse("list the topics with: mskcdc topic schema " + name)));
  }
}
