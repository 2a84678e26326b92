package io.mskcdc.local.aws;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.aws.ParameterStore.Parameter;
import io.mskcdc.local.aws.ParameterStore.Type;
import io.mskcdc.local.aws.ParameterStore.Version;
import io.mskcdc.local.aws.rest.LocalService;
import io.mskcdc.local.aws.rest.ServiceError;
import io.mskcdc.local.aws.rest.VerifiedRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What AWS Systems Manager's Parameter Store has for reading: GetParameter, GetParameters and
 * GetParametersByPath. A SecureString counts as encrypted with the account's default key, so that
 * no permission for KMS is asked for.
 *
 * <p>Format: the Systems Manager API Reference.
 */
public final class Ssm {
  private static final String NAME = "ssm";
  private static final int MAX_NAME = 2048;
  private static final int BATCH = 10;

  private final ParameterStore parameters;

  private Ssm(ParameterStore parameters) {
    this.parameters = parameters;
  }

  /** Returns the service over these parameters. */
  public static LocalService of(ParameterStore parameters) {
    Ssm ssm = new Ssm(parameters);
    return new JsonService(
        NAME,
        "AmazonSSM",
        "message",
        Map.of(
            "GetParameter", ssm::getParameter,
            "GetParameters", ssm::getParameters,
            "GetParametersByPath", ssm::getParametersByPath));
  }

  private ObjectNode getParameter(JsonInput input, VerifiedRequest call) {
    Reference reference = Reference.parse(input.text("Name").orElse(""), call);
    call.authorize("ssm:GetParameter", List.of(reference.arn()));
    Parameter parameter =
        find(reference, call)
            .orElseThrow(
                () -> new ServiceError("ParameterNotFound", "there is no " + reference.text()));
    Version version =
        version(parameter, reference)
            .orElseThrow(
                () ->
                    new ServiceError(
                        "ParameterVersionNotFound",
                        parameter.name() + " has no version or label " + reference.selector()));
    ObjectNode output = JsonService.output();
    write(output.putObject("Parameter"), parameter, version, reference.selector(), input, call);
    return output;
  }

  private ObjectNode getParameters(JsonInput input, VerifiedRequest call) {
    List<String> names = input.texts("Names");
    if (names.isEmpty() || names.size() > BATCH) {
      throw invalid("Names must be 1 to " + BATCH);
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw invalid("Names must differ from each other");
    }
    List<Reference> references = names.stream().map(name -> Reference.parse(name, call)).toList();
    call.authorize("ssm:GetParameters", references.stream().map(Reference::arn).toList());

    ObjectNode output = JsonService.output();
    ArrayNode found = output.putArray("Parameters");
    ArrayNode missing = output.putArray("InvalidParameters");
    for (Reference reference : references) {
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

  private ObjectNode getParametersByPath(JsonInput input, VerifiedRequest call) {
    String path = input.text("Path").orElse("");
    if (!path.startsWith("/") || path.length() > MAX_NAME) {
      throw invalid("Path must begin with / and have at most " + MAX_NAME + " characters");
    }
    if (!input.isEmpty("ParameterFilters")) {
      throw new ServiceError("InvalidFilterKey", "ParameterFilters are not here");
    }
    int max = input.number("MaxResults").orElse(BATCH);
    if (max < 1 || max > BATCH) {
      throw invalid("MaxResults must be 1 to " + BATCH);
    }
    call.authorize("ssm:GetParametersByPath", List.of(arn(path, call)));
    String after = input.text("NextToken").map(Ssm::decodeToken).orElse("");

    List<Parameter> rest =
        parameters.all().stream()
            .filter(parameter -> isBelow(path, parameter.name(), input.flag("Recursive")))
            .filter(parameter -> parameter.name().compareTo(after) > 0)
            .toList();
    List<Parameter> page = rest.subList(0, Math.min(max, rest.size()));
    ObjectNode output = JsonService.output();
    ArrayNode found = output.putArray("Parameters");
    page.forEach(it -> write(found.addObject(), it, it.newest(), "", input, call));
    if (page.size() < rest.size()) {
      output.put("NextToken", encodeToken(page.get(page.size() - 1).name()));
    }
    return output;
  }

  private static boolean isBelow(String path, String name, boolean recursive) {
    String folder = path.endsWith("/") ? path : path + "/";
    String inHierarchy = name.startsWith("/") ? name : "/" + name;
    return inHierarchy.startsWith(folder)
        && (recursive || inHierarchy.indexOf('/', folder.length()) < 0);
  }

  // A page ends with a name, after which the next begins.
  private static String encodeToken(String name) {
    return Base64.getUrlEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
  }

  private static String decodeToken(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ServiceError("InvalidNextToken", "NextToken is not one that was given out");
    }
  }

  private Optional<Parameter> find(Reference reference, VerifiedRequest call) {
    if (!reference.byArn()) {
      return parameters.get(reference.name());
    }
    return parameters.all().stream()
        .filter(parameter -> arn(parameter.name(), call).equals(reference.arn()))
        .findFirst();
  }

  private static Optional<Version> version(Parameter parameter, Reference reference) {
    return reference.selector().isEmpty()
        ? Optional.of(parameter.newest())
        : parameter.version(reference.selector());
  }

  private static void write(
      ObjectNode output,
      Parameter parameter,
      Version version,
      String selector,
      JsonInput input,
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

  // A name's own slash is the one after "parameter".
  private static String arn(String name, VerifiedRequest call) {
    return call.arn(NAME, "parameter" + (name.startsWith("/") ? name : "/" + name));
  }

  private static ServiceError invalid(String message) {
    return new ServiceError("ValidationException", message);
  }

  /**
   * A parameter as a request names it: its name or ARN, and {@code :VERSION} or {@code :LABEL}.
   *
   * @param name what stands before the selector
   * @param arn of the parameter, which may be another account's
   * @param selector a version's number or label; empty for the newest
   */
  private record Reference(String text, String name, String arn, String selector) {
    private static final Pattern FORM =
        Pattern.compile(
            "(?<name>(arn:[^:]+:ssm:[^:]*:[^:]*:parameter/[^:]+)|"
                + ParameterStore.NAME
                + ")(:(?<selector>[^:]+))?");

    /**
     * Reads a reference.
     *
     * @throws ServiceError if it cannot be one
     */
    static Reference parse(String text, VerifiedRequest call) {
      Matcher matcher = FORM.matcher(text);
      if (text.length() > MAX_NAME || !matcher.matches()) {
        throw invalid(
            "a parameter's name is letters, digits and ._- after a slash each, or an ARN");
      }
      String name = matcher.group("name");
      String selector = matcher.group("selector");
      return new Reference(
          text,
          name,
          name.startsWith("arn:") ? name : Ssm.arn(name, call),
          selector == null ? "" : selector);
    }

    boolean byArn() {
      return name.startsWith("arn:");
    }
  }
}
