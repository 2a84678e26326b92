package io.mskcdc.infra;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The resources and outputs after a run of {@code terraform test -json -verbose}.
 *
 * <p>Format: "State Representation" in Terraform's JSON output format.
 */
final class TerraformState {
  static final ObjectMapper JSON = new ObjectMapper();

  private final List<Resource> resources = new ArrayList<>();
  private final JsonNode outputs;

  /**
   * A resource.
   *
   * @param address like {@code module.network.aws_vpc.this[0]}
   * @param values its attributes
   */
  record Resource(String address, String type, JsonNode values) {
    String text(String attribute) {
      return values.path(attribute).asText();
    }

    /** Returns an attribute that holds a JSON document. */
    JsonNode document(String attribute) {
      return json(text(attribute));
    }
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Message(@JsonProperty("test_state") Values state) {}

  // Without the schemas, which are many megabytes.
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Values(@JsonProperty("root_module") JsonNode root, JsonNode outputs) {}

  private TerraformState(Values values) {
    outputs = values.outputs();
    add(values.root());
  }

  /**
   * Returns the state after the first run in the output, empty if it failed before it had one.
   *
   * @param output one message a line
   */
  static Optional<TerraformState> first(String output) {
    return output
        .lines()
        .filter(line -> line.contains("\"type\":\"test_state\""))
        .findFirst()
        .map(line -> new TerraformState(message(line).state()));
  }

  private static Message message(String line) {
    try {
      return JSON.readValue(line, Message.class);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }

  private void add(JsonNode module) {
    for (JsonNode resource : module.path("resources")) {
      resources.add(
          new Resource(
              resource.path("address").asText(),
              resource.path("type").asText(),
              resource.path("values")));
    }
    module.path("child_modules").forEach(this::add);
  }

  List<Resource> resources() {
    return resources;
  }

  Stream<Resource> ofType(String type) {
    return resources.stream().filter(resource -> resource.type().equals(type));
  }

  Resource at(String address) {
    return resources.stream()
        .filter(resource -> resource.address().equals(address))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no " + address));
  }

  /** Returns the outputs in the form of {@code terraform output -json}. */
  JsonNode outputs() {
    return outputs;
  }

  /** Returns the output in the form of environment.yaml. */
  JsonNode environment() {
    return outputs.at("/environment/value");
  }
}
