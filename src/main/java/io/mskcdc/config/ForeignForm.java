package io.mskcdc.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Another form in which a connector's configuration is written, instead of a bundle's file. */
enum ForeignForm {
  AWS_REQUEST("a create-connector request of the AWS CLI"),
  PUT_BODY("the body of PUT /connectors/NAME/config, without name and config"),
  POST_BODY("the body of POST /connectors, or an answer of GET /connectors/NAME"),
  TERRAFORM("the connector_configuration of a Terraform resource"),
  PROPERTIES("a properties file of a standalone worker");

  private static final Pattern OF_TERRAFORM =
      Pattern.compile(
          "^\\s*connector_configuration\\s*=|\"connector\\.class\"\\s*=", Pattern.MULTILINE);

  private static final Pattern OF_PROPERTIES =
      Pattern.compile("^\\s*connector\\.class\\s*[=:]", Pattern.MULTILINE);

  /** A key with deeper lines below it, or a value in quotes, which properties would contain. */
  private static final Pattern OF_YAML =
      Pattern.compile(
          "^([ \\t]*)[^\\s#{\\[][^\\n]*:[ \\t]*\\r?\\n(?:\\1[ \\t]+|[ \\t]*- )\\S"
              + "|^\\s*connector\\.class:\\s+[\"']",
          Pattern.MULTILINE);

  private final String description;

  ForeignForm(String description) {
    this.description = description;
  }

  String description() {
    return description;
  }

  /** Returns the form of a file that is not JSON; empty if it is none of these. */
  static Optional<ForeignForm> of(String text) {
    if (OF_TERRAFORM.matcher(text).find()) {
      return Optional.of(TERRAFORM);
    }
    return OF_PROPERTIES.matcher(text).find() && !isYaml(text)
        ? Optional.of(PROPERTIES)
        : Optional.empty();
  }

  /** Returns whether a text is YAML other than JSON. */
  static boolean isYaml(String text) {
    return !text.stripLeading().startsWith("{") && OF_YAML.matcher(text).find();
  }

  /** Returns the form of a JSON file; empty if it may be a connector's file of a bundle. */
  static Optional<ForeignForm> of(ObjectNode root) {
    if (root.has("connectorConfiguration")) {
      return Optional.of(AWS_REQUEST);
    }
    if (root.has("connector.class") && !root.path("config").isObject()) {
      return Optional.of(PUT_BODY);
    }
    boolean isAnswer =
        root.path("config").isObject()
            && Stream.of("tasks", "type", "initial_state").anyMatch(root::has);
    return isAnswer ? Optional.of(POST_BODY) : Optional.empty();
  }
}
