package io.mskcdc.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.plan.Action;
import io.mskcdc.plan.SavedPlan;
import io.mskcdc.text.PrettyJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes and reads a saved plan as JSON. */
public final class SavedPlanJson {
  private static final String KIND = "saved-plan";

  private SavedPlanJson() {}

  /** Returns the document that {@link #read} reads. */
  public static String write(SavedPlan plan) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("kind", KIND);
    document.put("version", JsonText.VERSION);
    document.put("environment", plan.environment());
    document.put("place", plan.place());
    document.put("cluster", plan.cluster());
    ArrayNode list = document.putArray("connectors");
    for (SavedPlan.Entry entry : plan.connectors()) {
      list.addObject()
          .put("name", entry.name())
          .put("action", entry.action().name())
          .put("wanted", entry.wanted())
          .put("live", entry.live())
          .put("state", entry.state())
          .put("step", entry.step());
    }
    return PrettyJson.of(document);
  }

  /** Returns the plan in a document; empty if the document holds no plan of this version. */
  public static Optional<SavedPlan> read(String text) {
    try {
      JsonNode document = new ObjectMapper().readTree(text);
      if (!KIND.equals(document.path("kind").asText())
          || document.path("version").asInt() != JsonText.VERSION) {
        return Optional.empty();
      }
      // A plan of an earlier version does not say where its environment deployed to.
      if (!document.path("place").isTextual()) {
        return Optional.empty();
      }
      List<SavedPlan.Entry> entries = new ArrayList<>();
      for (JsonNode entry : document.path("connectors")) {
        // A plan of an earlier version has no state, so its step may undo another one.
        if (!entry.path("step").asText().isEmpty() && !entry.hasNonNull("state")) {
          return Optional.empty();
        }
        entries.add(
            new SavedPlan.Entry(
                entry.path("name").asText(),
                Action.valueOf(entry.path("action").asText()),
                entry.path("wanted").asText(),
                entry.path("live").asText(),
                entry.path("state").asText(),
                entry.path("step").asText()));
      }
      return Optional.of(
          new SavedPlan(
              document.path("environment").asText(),
              document.path("place").asText(),
              document.path("cluster").asText(),
              entries));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
