package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.apply.Deleter.Remains;
import io.mskcdc.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The outcome of a deletion.
 *
 * @param deleted what remains of each deleted connector
 * @param absent the names of the connectors that did not exist
 * @param failed the connector whose deletion failed, which ends the run
 * @param notAttempted the names of the connectors after it
 */
public record DeleteReport(
    List<Remains> deleted, List<String> absent, Optional<Failed> failed, List<String> notAttempted)
    implements Report {
  /**
   * A deletion that failed.
   *
   * @param name the connector
   * @param problems the causes
   */
  public record Failed(String name, List<Problem> problems) {}

  @Override
  public String kind() {
    return "delete";
  }

  @Override
  public String text(Palette palette) {
    return Stream.of(
            deleted.stream().map(RemainsText::of),
            absent.stream()
                .map(name -> name + ": there is no such connector, nothing was deleted\n"),
            failed.stream().map(one -> one.name() + ": its deletion was not seen to succeed\n"),
            notAttempted.stream()
                .map(name -> name + ": not attempted, because an earlier one failed\n"))
        .flatMap(Function.identity())
        .collect(Collectors.joining());
  }

  @Override
  public void fill(ObjectNode document) {
    ArrayNode list = document.putArray("deleted");
    deleted.forEach(remains -> RemainsText.fill(list.addObject(), remains));
    ArrayNode names = document.putArray("absent");
    absent.forEach(names::add);
    ArrayNode failures = document.putArray("failed");
    failed.ifPresent(
        one -> {
          ObjectNode node = failures.addObject().put("name", one.name());
          ErrorReport.fill(node.putArray("problems"), one.problems());
        });
    notAttempted.forEach(document.putArray("notAttempted")::add);
  }
}
