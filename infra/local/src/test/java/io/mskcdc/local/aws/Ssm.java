package io.mskcdc.local.aws;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.aws.ParameterStore.Parameter;
import io.mskcdc.local.aws.ParameterStore.Type;
import io.mskcdc.local.aws.ParameterStore.Version;
import io.mskcdc.local.aws.rest.AwsJsonService;
import io.mskcdc.local.aws.rest.AwsJsonService.Protocol;
import io.mskcdc.local.aws.rest.ErrorModel;
import io.mskcdc.local.aws.rest.Input;
import io.mskcdc.local.aws.rest.Json;
import io.mskcdc.local.aws.rest.LocalService;
import io.mskcdc.local.aws.rest.Page;
import io.mskcdc.local.aws.rest.ServiceError;
import io.mskcdc.local.aws.rest.VerifiedRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * AWS Systems Manager's Parameter Store with the operations GetParameter, GetParameters and
 * GetParametersByPath. A SecureString counts as encrypted with the account's default key, so no
 * permission for KMS is needed.
 *
 * <p>Format: the Systems Manager API Reference.
 */
final class Ssm {
  private static final String NAME = "ssm";
  private static final int BATCH = 10;
  private static final ErrorModel ERRORS =
      ErrorModel.ofAwsJson("message", "ValidationException", "ParameterNotFound");

  private final ParameterStore parameters;

  private Ssm(ParameterStore parameters) {
    this.parameters = parameters;
  }

  /** Returns the service over these parameters. */
  static LocalService of(ParameterStore parameters) {
    Ssm ssm = new Ssm(parameters);
    return new AwsJsonService(
        NAME,
        Protocol.V1_1,
        "AmazonSSM",
        ERRORS,
        Map.of(
            "GetParameter", ssm::getParameter,
            "GetParameters", ssm::getParameters,
            "GetParametersByPath", ssm::getParametersByPath));
  }

  private ObjectNode getParameter(Input input, VerifiedRequest call) {
    ParameterReference reference = reference("Name", input.text("Name").orElse(""), call);
    call.authorize("ssm:GetParameter", List.of(reference.arn()));
    Parameter parameter =
        find(reference, call)
            .orElseThrow(() -> ERRORS.resourceNotFound("there is no " + reference.text()));
    Version version =
        version(parameter, reference)
            .orElseThrow(
                () ->
                    new ServiceError(
                        "ParameterVersionNotFound",
                        parameter.name() + " has no version or label " + reference.selector()));
    ObjectNode output = Json.object();
    write(output.putObject("Parameter"), parameter, version, reference.selector(), input, call);
    return output;
  }

  private ObjectNode getParameters(Input input, VerifiedRequest call) {
    List<String> names = input.texts("Names");
    if (names.isEmpty() || names.size() > BATCH) {
      throw input.invalid("Names", "Names must be 1 to " + BATCH);
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw input.invalid("Names", "Names must differ from each other");
    }
    List<ParameterReference> references =
        names.stream().map(name -> reference("Names", name, call)).toList();
    call.authorize("ssm:GetParameters", references.stream().map(ParameterReference::arn).toList());

    ObjectNode output = Json.object();
    ArrayNode found = output.putArray("Parameters");
    ArrayNode missing = output.putArray("InvalidParameters");
    for (ParameterReference reference : references) {
      Optional<Parameter> parameter = find(reference, call);
      Optional<Version> version = parameter.flatMap(it -> version(it, reference));
      if (version.isPresent()) {
        write(found.addObject(), parameter.get(), version.get(), reference.selector(), input, call);
      } else {
        missing.add(reference.text());
      }
    }
    return output;
  }

  private ObjectNode getParametersByPath(Input input, VerifiedRequest call) {
    String path = input.text("Path").orElse("");
    if (!path.startsWith("/") || path.length() > ParameterReference.MAX_LENGTH) {
      throw input.invalid("Path", "Path must begin with / and must not be longer than a name");
    }
    if (!input.list("ParameterFilters").isEmpty()) {
      throw new ServiceError("InvalidFilterKey", "ParameterFilters are not supported");
    }
    int max = input.number("MaxResults").orElse(BATCH);
    if (max < 1 || max > BATCH) {
      throw input.invalid("MaxResults", "MaxResults must be 1 to " + BATCH);
    }
    call.authorize("ssm:GetParametersByPath", List.of(arn(path, call)));
    List<Parameter> below =
        parameters.all().stream()
            .filter(parameter -> isBelow(path, parameter.name(), input.flag("Recursive")))
            .toList();
    Page<Parameter> page =
        Page.of(
            below,
            Parameter::name,
            input.text("NextToken"),
            max,
            () -> new ServiceError("InvalidNextToken", "NextToken is not a token of this path"));
    ObjectNode output = Json.object();
    ArrayNode found = output.putArray("Parameters");
    page.entries().forEach(it -> write(found.addObject(), it, it.newest(), "", input, call));
    page.nextToken().ifPresent(token -> output.put("NextToken", token));
    return output;
  }

  private static boolean isBelow(String path, String name, boolean recursive) {
    String folder = path.endsWith("/") ? path : path + "/";
    String inHierarchy = name.startsWith("/") ? name : "/" + name;
    return inHierarchy.startsWith(folder)
        && (recursive || inHierarchy.indexOf('/', folder.length()) < 0);
  }

  private Optional<Parameter> find(ParameterReference reference, VerifiedRequest call) {
    if (!reference.isByArn()) {
      return parameters.get(reference.name());
    }
    return parameters.all().stream()
        .filter(parameter -> arn(parameter.name(), call).equals(reference.arn()))
        .findFirst();
  }

  private static Optional<Version> version(Parameter parameter, ParameterReference reference) {
    return reference.selector().isEmpty()
        ? Optional.of(parameter.newest())
        : parameter.version(reference.selector());
  }

  private static void write(
      ObjectNode output,
      Parameter parameter,
      Version version,
      String selector,
      Input input,
      VerifiedRequest call) {
    boolean clear = version.type() != Type.SECURE_STRING || input.flag("WithDecryption");
    output
        .put("ARN", arn(parameter.name(), call))
        .put("DataType", "text")
        .put("LastModifiedDate", version.modified().toEpochMilli() / 1000.0)
        .put("Name", parameter.name())
        .put("Type", version.type().toString())
        .put("Value", clear ? version.value() : version.encrypted())
        .put("Version", version.number());
    if (!selector.isEmpty()) {
      output.put("Selector", ":" + selector);
    }
  }

  // The slash at a name's beginning is the one after "parameter".
  static String arn(String name, VerifiedRequest call) {
    return call.arn(NAME, "parameter" + (name.startsWith("/") ? name : "/" + name));
  }

  private static ParameterReference reference(String member, String text, VerifiedRequest call) {
    return ParameterReference.parse(text, call)
        .orElseThrow(
            () ->
                ERRORS.invalidInput(
                    member,
                    "a parameter's name is letters, digits and ._- after a slash each, or an ARN"));
  }
}
