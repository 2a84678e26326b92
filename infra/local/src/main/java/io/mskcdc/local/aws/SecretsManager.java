package io.mskcdc.local.aws;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.aws.SecretStore.Secret;
import io.mskcdc.local.aws.SecretStore.Version;
import io.mskcdc.local.aws.rest.AwsJsonService;
import io.mskcdc.local.aws.rest.AwsJsonService.Protocol;
import io.mskcdc.local.aws.rest.ErrorModel;
import io.mskcdc.local.aws.rest.Input;
import io.mskcdc.local.aws.rest.Json;
import io.mskcdc.local.aws.rest.LocalService;
import io.mskcdc.local.aws.rest.ServiceError;
import io.mskcdc.local.aws.rest.VerifiedRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * AWS Secrets Manager with the operation GetSecretValue. Secrets count as encrypted with the
 * account's default key, so no permission for KMS is needed.
 *
 * <p>Format: "GetSecretValue" in the Secrets Manager API Reference.
 */
public final class SecretsManager {
  private static final String NAME = "secretsmanager";
  private static final int MAX_ID = 2048;
  private static final ErrorModel ERRORS =
      ErrorModel.ofAwsJson("Message", "ValidationException", "ResourceNotFoundException");

  private final SecretStore secrets;

  private SecretsManager(SecretStore secrets) {
    this.secrets = secrets;
  }

  /** Returns the service over these secrets. */
  public static LocalService of(SecretStore secrets) {
    return new AwsJsonService(
        NAME,
        Protocol.V1_1,
        NAME,
        ERRORS,
        Map.of("GetSecretValue", new SecretsManager(secrets)::getSecretValue));
  }

  private ObjectNode getSecretValue(Input input, VerifiedRequest call) {
    String id = id(input);
    Optional<Secret> found = find(id, call);
    // The ARN of a secret that does not exist can only be formed from the id in the request.
    String arn =
        found
            .map(secret -> arn(secret, call))
            .orElse(isArn(id) ? id : call.arn(NAME, "secret:" + id));
    call.authorize("secretsmanager:GetSecretValue", List.of(arn));
    Secret secret = found.orElseThrow(() -> notFound("there is no secret " + id));
    Version version = version(secret, input);

    ObjectNode output =
        Json.object()
            .put("ARN", arn)
            .put("Name", secret.name())
            .put("VersionId", version.id())
            .put("CreatedDate", version.created().toEpochMilli() / 1000.0);
    if (version.binary() == null) {
      output.put("SecretString", version.text());
    } else {
      output.put("SecretBinary", version.binary());
    }
    ArrayNode stages = output.putArray("VersionStages");
    secret.stages(version).forEach(stages::add);
    return output;
  }

  private static String id(Input input) {
    String id = input.text("SecretId").orElse("");
    if (id.isEmpty() || id.length() > MAX_ID) {
      throw input.invalid("SecretId", "SecretId must have 1 to " + MAX_ID + " characters");
    }
    if (!isArn(id) && !id.matches(SecretStore.NAME)) {
      throw input.invalid(
          "SecretId", "SecretId is neither an ARN nor letters, digits and /_+=.@!-");
    }
    return id;
  }

  private static boolean isArn(String id) {
    return id.startsWith("arn:");
  }

  // By name, by ARN, or by an ARN without the six characters at its end.
  private Optional<Secret> find(String id, VerifiedRequest call) {
    if (!isArn(id)) {
      return secrets.get(id);
    }
    Optional<Secret> exact =
        secrets.all().stream().filter(secret -> arn(secret, call).equals(id)).findFirst();
    String prefix = call.arn(NAME, "secret:");
    return exact.or(
        () ->
            id.startsWith(prefix) ? secrets.get(id.substring(prefix.length())) : Optional.empty());
  }

  private static String arn(Secret secret, VerifiedRequest call) {
    return call.arn(NAME, "secret:" + secret.name() + "-" + secret.suffix());
  }

  private static Version version(Secret secret, Input input) {
    Optional<String> stage = input.text("VersionStage");
    Optional<String> id = input.text("VersionId");
    if (id.isEmpty()) {
      String wanted = stage.orElse("AWSCURRENT");
      return secret.versions().stream()
          .filter(version -> secret.stages(version).contains(wanted))
          .findFirst()
          .orElseThrow(() -> notFound("no version of the secret has the stage " + wanted));
    }
    Version version =
        secret.versions().stream()
            .filter(candidate -> candidate.id().equals(id.get()))
            .findFirst()
            .orElseThrow(() -> notFound("the secret has no version " + id.get()));
    if (stage.isPresent() && !secret.stages(version).contains(stage.get())) {
      throw new ServiceError(
          "InvalidRequestException", "VersionId and VersionStage name different versions");
    }
    return version;
  }

  private static ServiceError notFound(String message) {
    return ERRORS.resourceNotFound(message);
  }
}
