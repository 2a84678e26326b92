package io.mskcdc.config;

import static io.mskcdc.problem.ErrorCode.DMS_FILE_INVALID;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.config.EnvironmentSchema.Violation;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A DMS task that is written in another form than a bundle's: requests or answers of the DMS API.
 *
 * @param file the task in the form of a bundle, with the places in the other file. It has only the
 *     parts that the other file contains, and passwords are in its content.
 * @param declared the same with the types of the other file, and without the values of unknown keys
 * @param problems the values that a bundle's file does not permit, which the content lacks
 */
public record ForeignDmsTask(DmsFile file, ObjectNode declared, List<Problem> problems) {
  private static final String SOURCE = "source";
  private static final String TARGET = "target";

  public ForeignDmsTask {
    problems = List.copyOf(problems);
  }

  /**
   * Reads a file with one task, and its endpoints and instance where it has them: the groups {@code
   * replicationTask} or {@code replicationConfig}, {@code sourceEndpoint}, {@code targetEndpoint}
   * and {@code replicationInstance}; a request as {@code --generate-cli-skeleton} prints it; or the
   * answers of describe-replication-tasks, -replication-configs, -endpoints and
   * -replication-instances.
   *
   * @throws ProblemException if it cannot be read, or contains none or several tasks
   */
  public static ForeignDmsTask read(BundlePaths paths, Path file) {
    Document document = new StrictReader(paths).json(file);
    Optional<JsonPointer> task =
        one(
            paths,
            document,
            "task",
            List.of(
                "/replicationTask", "/replicationConfig", "/ReplicationTask", "/ReplicationConfig"),
            List.of("ReplicationTaskIdentifier", "ReplicationConfigIdentifier"),
            List.of("/ReplicationTasks", "/ReplicationConfigs"));
    Optional<JsonPointer> instance =
        one(
            paths,
            document,
            "instance",
            List.of("/replicationInstance", "/ReplicationInstance"),
            List.of("ReplicationInstanceClass"),
            List.of("/ReplicationInstances"));
    JsonNode taskNode = task.map(document.root()::at).orElse(document.root().path(""));
    DmsConversion conversion = new DmsConversion(paths, document);
    Optional<JsonPointer> source = endpoint(paths, document, taskNode, SOURCE);
    Optional<JsonPointer> target = endpoint(paths, document, taskNode, TARGET);
    if (Stream.of(task, instance, source, target).allMatch(Optional::isEmpty)) {
      throw new ProblemException(
          Problem.of(
              DMS_FILE_INVALID,
              paths.shown(file),
              "it contains no task, endpoint or instance of DMS",
              "name a file with a request of the AWS CLI, an answer of describe-replication-tasks,"
                  + " describe-replication-configs or describe-endpoints, or with replicationTask,"
                  + " sourceEndpoint, targetEndpoint and replicationInstance"));
    }
    task.ifPresent(conversion::task);
    source.ifPresent(pointer -> conversion.endpoint(SOURCE, pointer));
    target.ifPresent(pointer -> conversion.endpoint(TARGET, pointer));
    instance.ifPresent(conversion::instance);
    return checked(
        paths,
        conversion.document(),
        conversion.name().orElseGet(() -> stem(file)),
        // What the other file does not contain is no mistake of it.
        violation -> conversion.contains(violation.pointer()));
  }

  /**
   * Reads a bundle's file that may still have mistakes, without an environment.
   *
   * @throws ProblemException if it is not readable or not YAML
   */
  public static ForeignDmsTask readOwn(BundlePaths paths, Path file) {
    return checked(paths, new StrictReader(paths).yaml(file), stem(file), violation -> true);
  }

  private static ForeignDmsTask checked(
      BundlePaths paths, Document document, String name, Predicate<Violation> counts) {
    ObjectNode content = DmsConversion.texts(document.root());
    EnvironmentProblems problems = new EnvironmentProblems(paths, document, DMS_FILE_INVALID);
    List<Violation> violations =
        EnvironmentSchema.ofDmsTasks().checkDmsTask(content).stream().filter(counts).toList();
    violations.forEach(violation -> problems.add(document, violation));
    ObjectNode declared = document.root().deepCopy();
    for (Violation violation : violations) {
      remove(content, violation.pointer());
      if (violation.isAboutKey()
          && declared.at(violation.pointer().head()) instanceof ObjectNode parent) {
        // A misspelt key may have a password.
        parent.put(violation.pointer().last().getMatchingProperty(), "replace-me");
      }
    }
    return new ForeignDmsTask(
        new DmsFile(name, document, content, List.of()), declared, problems.all());
  }

  private static void remove(ObjectNode content, JsonPointer pointer) {
    if (content.at(pointer.head()) instanceof ObjectNode parent) {
      parent.remove(pointer.last().getMatchingProperty());
    }
  }

  private static String stem(Path file) {
    return file.getFileName()
        .toString()
        .replaceFirst("\\.[^.]*$", "")
        .replaceAll("[^A-Za-z0-9]+", "-")
        .replaceFirst("^[^A-Za-z]+", "")
        .replaceFirst("-$", "");
  }

  /**
   * @param groups the objects that contain one
   * @param members the members of the root if the root is one
   * @param lists the lists of several
   */
  private static Optional<JsonPointer> one(
      BundlePaths paths,
      Document document,
      String what,
      List<String> groups,
      List<String> members,
      List<String> lists) {
    JsonNode root = document.root();
    Stream<JsonPointer> inGroups = groups.stream().map(JsonPointer::compile);
    Stream<JsonPointer> self =
        members.stream().anyMatch(root::has) ? Stream.of(JsonPointer.empty()) : Stream.empty();
    Stream<JsonPointer> inLists =
        lists.stream().map(JsonPointer::compile).flatMap(list -> elements(root, list));
    List<JsonPointer> found =
        Stream.of(inGroups, self, inLists)
            .flatMap(pointers -> pointers)
            .filter(pointer -> root.at(pointer).isObject())
            .toList();
    if (found.size() > 1) {
      throw new ProblemException(
          Problem.of(
              DMS_FILE_INVALID,
              paths.shown(document.valueAt(found.get(1))),
              "it contains more than one " + what,
              "keep one " + what + " in the file"));
    }
    return found.stream().findFirst();
  }

  private static Stream<JsonPointer> elements(JsonNode root, JsonPointer list) {
    return IntStream.range(0, root.at(list).size()).mapToObj(list::appendIndex);
  }

  /** An answer may contain endpoints of other tasks. */
  private static Optional<JsonPointer> endpoint(
      BundlePaths paths, Document document, JsonNode task, String type) {
    ObjectNode root = document.root();
    String arn =
        task.path(type.equals(SOURCE) ? "SourceEndpointArn" : "TargetEndpointArn").asText();
    JsonPointer group = JsonPointer.compile("/" + type + "Endpoint");
    if (root.at(group).isObject()) {
      return Optional.of(group);
    }
    List<JsonPointer> ofType =
        Stream.concat(
                Stream.of(JsonPointer.empty(), JsonPointer.compile("/Endpoint")),
                elements(root, JsonPointer.compile("/Endpoints")))
            // Answers have it in capitals.
            .filter(
                pointer -> root.at(pointer).path("EndpointType").asText().equalsIgnoreCase(type))
            .toList();
    Optional<JsonPointer> ofTask =
        ofType.stream()
            .filter(pointer -> root.at(pointer).path("EndpointArn").asText().equals(arn))
            .findFirst();
    if (ofTask.isEmpty() && ofType.size() > 1) {
      throw new ProblemException(
          Problem.of(
              DMS_FILE_INVALID,
              paths.shown(document.valueAt(ofType.get(1))),
              "it contains more than one " + type + " endpoint, and none of the task",
              "keep one " + type + " endpoint in the file"));
    }
    return ofTask.or(() -> ofType.stream().findFirst());
  }
}
