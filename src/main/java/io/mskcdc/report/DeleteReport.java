package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.apply.Deleter.Remains;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The outcome of a deletion.
 *
 * @param deleted what remains of each deleted connector
 * @param absent the names of the connectors that did not exist
 */
public record DeleteReport(List<Remains> deleted, List<String> absent) implements Report {
  @Override
  public String kind() {
    return "delete";
  }

  @Override
  public String text(Palette palette) {
    return Stream.concat(
            deleted.stream().map(RemainsText::of),
            absent.stream()
                .map(name -> name + ": there is no such connector, nothing was deleted\n"))
        .collect(Collectors.joining());
  }

  @Override
  public String markdown() {
    return Markdown.block("", text(Palette.NONE));
  }

  @Override
  public void fill(ObjectNode document) {
    ArrayNode list = document.putArray("deleted");
    deleted.forEach(remains -> RemainsText.fill(list.addObject(), remains));
    ArrayNode names = document.putArray("absent");
    absent.forEach(names::add);
  }
}
