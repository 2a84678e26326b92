package io.mskcdc.config;

import static io.mskcdc.problem.ErrorCode.CONFIG_VALUE_INVALID;
import static io.mskcdc.problem.ErrorCode.CONNECTOR_FILE_FOREIGN;
import static io.mskcdc.problem.ErrorCode.CONNECTOR_FILE_INVALID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.catalog.QuotedSecrets;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A connector that is written in another form than a bundle's.
 *
 * @param form what it is, in words
 * @param name the connector's name; the file's name where it states none
 * @param description what it says about the connector
 * @param config the configuration as a bundle's file contains it, without {@code name}; variables
 *     of Terraform are deploy-time variables
 * @param entry the settings of its entry in environment.yaml, as they are written there
 * @param unplaced the other settings that belong into environment.yaml
 */
public record ForeignConnector(
    String form,
    String name,
    Optional<String> description,
    Map<String, String> config,
    Map<String, String> entry,
    List<String> unplaced) {
  private static final String NAME = "name";

  /** Keys of a request that a connector's file contains, and those of answers. */
  private static final Set<String> PLACED =
      Set.of(
          "connectorName",
          "connectorDescription",
          "connectorConfiguration",
          "connectorArn",
          "connectorState",
          "creationTime",
          "currentVersion",
          "stateDescription");

  public ForeignConnector {
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
    entry = Collections.unmodifiableMap(new LinkedHashMap<>(entry));
    unplaced = List.copyOf(unplaced);
  }

  /**
   * Reads a file.
   *
   * @throws ProblemException if it cannot be read, or has none of the known forms
   */
  public static ForeignConnector read(BundlePaths paths, Path file) {
    String text = Utf8Text.read(paths, file);
    Optional<ForeignForm> ofText = ForeignForm.of(text);
    if (ofText.isPresent()) {
      return ofText.get() == ForeignForm.TERRAFORM
          ? ofTerraform(paths, file)
          : ofProperties(paths, file);
    }
    if (ForeignForm.isYaml(text)) {
      throw new ProblemException(
          Problem.of(
              CONNECTOR_FILE_INVALID,
              paths.shown(file),
              "it is YAML, and a connector in YAML has no form that is read here",
              "write its name and its options as JSON: {\"name\": …, \"config\":"
                  + " {\"connector.class\": …}}"));
    }
    Document document = Document.read(paths, file);
    ObjectNode root = document.root();
    Optional<ForeignForm> form = ForeignForm.of(root);
    if (form.isEmpty() && !root.path("config").isObject()) {
      throw new ProblemException(
          Problem.of(
              CONNECTOR_FILE_INVALID,
              paths.shown(file),
              "it contains no configuration of a connector",
              "name a file with a request of the AWS CLI, a body of Kafka Connect's REST API,"
                  + " connector_configuration of Terraform, or properties of a standalone worker"));
    }
    return ofJson(paths, document, form.orElse(ForeignForm.POST_BODY));
  }

  /** Returns the problem of a connector's file of a bundle that has another form. */
  static Problem problem(BundlePaths paths, Path file, ForeignForm form) {
    return Problem.of(
        CONNECTOR_FILE_FOREIGN,
        paths.shown(file),
        "it is " + form.description() + ", and not a connector's file of a bundle",
        "run mskcdc adopt " + paths.shown(file) + ", which writes one");
  }

  private static ForeignConnector ofJson(BundlePaths paths, Document document, ForeignForm form) {
    ObjectNode root = document.root();
    String[] path =
        switch (form) {
          case AWS_REQUEST -> new String[] {"connectorConfiguration"};
          case PUT_BODY -> new String[0];
          default -> new String[] {"config"};
        };
    JsonNode object = path.length == 0 ? root : root.path(path[0]);
    Map<String, String> config = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      Location at =
          path.length == 0
              ? document.valueAt(field.getKey())
              : document.valueAt(path[0], field.getKey());
      if (!field.getValue().isValueNode() || field.getValue().isNull()) {
        throw invalid(
            paths, at, field.getKey(), "it is no text", "write a text, or remove the key");
      }
      put(paths, at, config, field.getKey(), field.getValue().asText());
    }
    String name = root.path(form == ForeignForm.AWS_REQUEST ? "connectorName" : NAME).asText(null);
    List<String> unplaced = new ArrayList<>();
    Map<String, String> entry = new LinkedHashMap<>();
    if (form == ForeignForm.AWS_REQUEST) {
      MskRequest request = MskRequest.of(root);
      entry.putAll(request.entry());
      request.rest().fieldNames().forEachRemaining(unplaced::add);
      unplaced.removeAll(PLACED);
    }
    return of(
        form,
        document.file(),
        Optional.ofNullable(name),
        Optional.ofNullable(root.path("connectorDescription").asText(null)),
        config,
        entry,
        unplaced);
  }

  private static ForeignConnector ofProperties(BundlePaths paths, Path file) {
    Map<String, String> config = new TreeMap<>(WorkerConfiguration.read(paths, file).properties());
    Map<String, String> checked = new LinkedHashMap<>();
    config.forEach((key, value) -> put(paths, Location.of(file), checked, key, value));
    return of(
        ForeignForm.PROPERTIES,
        file,
        Optional.empty(),
        Optional.empty(),
        checked,
        Map.of(),
        List.of());
  }

  private static ForeignConnector ofTerraform(BundlePaths paths, Path file) {
    TerraformMap map = TerraformMap.read(paths, file);
    return of(
        ForeignForm.TERRAFORM,
        file,
        map.name(),
        map.description(),
        map.entries(),
        Map.of(),
        map.isResource() ? List.of("the other arguments of the resource") : List.of());
  }

  private static ForeignConnector of(
      ForeignForm form,
      Path file,
      Optional<String> name,
      Optional<String> description,
      Map<String, String> config,
      Map<String, String> entry,
      List<String> unplaced) {
    Map<String, String> rest = new LinkedHashMap<>(config);
    String inner = rest.remove(NAME);
    String stem = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    return new ForeignConnector(
        form.description(),
        name.orElse(inner == null ? stem : inner),
        // No reference can stand in a text for readers.
        description.map(QuotedSecrets.of(config)::hide),
        rest,
        entry,
        unplaced);
  }

  /** In a bundle's file, two braces begin a deploy-time variable. */
  private static void put(
      BundlePaths paths, Location at, Map<String, String> config, String key, String value) {
    if (value.contains("{{")) {
      throw invalid(
          paths,
          at,
          key,
          "the value contains '{{', which begins a variable in a bundle's file",
          "write the connector's file by hand");
    }
    config.put(key, value);
  }

  static ProblemException invalid(
      BundlePaths paths, Location at, String key, String message, String next) {
    return new ProblemException(
        new Problem(CONFIG_VALUE_INVALID, paths.shown(at), key, message, next));
  }
}
