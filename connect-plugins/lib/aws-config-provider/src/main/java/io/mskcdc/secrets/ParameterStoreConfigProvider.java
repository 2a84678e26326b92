package io.mskcdc.secrets;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;

/**
 * Values from AWS Systems Manager's Parameter Store, SecureStrings decrypted: {@code
 * ${ssm:/cdc/mysql:password}} is the parameter {@code /cdc/mysql/password}, and so is {@code
 * ${ssm:/cdc/mysql/password}}. All keys of a path are read together.
 */
public final class ParameterStoreConfigProvider extends AwsConfigProvider<SsmClient> {
  private static final Logger LOG = LoggerFactory.getLogger(ParameterStoreConfigProvider.class);
  private static final String PERMISSIONS =
      "ssm:GetParameters (ssm:GetParametersByPath for all of a path) on the parameter, and"
          + " kms:Decrypt on its key where that is not the account's default key";

  /** How many names a call takes. */
  private static final int BATCH = 10;

  private ValueCache<String, String> cache;

  @Override
  void configured(ProviderConfig settings) {
    cache = new ValueCache<>(settings.cache());
  }

  @Override
  SsmClient open(ProviderConfig settings, ProviderSession connections) {
    return connections.configure(SsmClient.builder()).build();
  }

  @Override
  Map<String, String> values(String path) {
    String folder = name(path);
    Map<String, String> values = new LinkedHashMap<>();
    try {
      client()
          .getParametersByPathPaginator(
              request -> request.path(folder).withDecryption(true).recursive(false))
          .stream()
          .flatMap(page -> page.parameters().stream())
          .forEach(parameter -> values.put(lastPart(folder, parameter.name()), parameter.value()));
      return values;
    } catch (SdkException e) {
      throw ProviderErrors.of("parameters " + folder, PERMISSIONS, e);
    }
  }

  private static String lastPart(String folder, String name) {
    return name.substring(folder.endsWith("/") ? folder.length() : folder.length() + 1);
  }

  @Override
  Map<String, String> values(String path, Set<String> keys) {
    Map<String, String> names = new LinkedHashMap<>();
    keys.forEach(key -> names.put(key, name(path, key)));
    Map<String, String> read = cache.get(new LinkedHashSet<>(names.values()), this::read);
    Map<String, String> values = new LinkedHashMap<>();
    names.forEach((key, name) -> values.put(key, read.get(name)));
    return values;
  }

  private static String name(String path, String key) {
    if (path.isEmpty() || key.isEmpty()) {
      return name(path + key);
    }
    return name(path.endsWith("/") ? path + key : path + "/" + key);
  }

  private static String name(String path) {
    return SecretPath.parse(path, Set.of()).name();
  }

  private Map<String, String> read(Set<String> names) {
    List<String> all = new ArrayList<>(names);
    Map<String, String> values = new LinkedHashMap<>();
    for (int from = 0; from < all.size(); from += BATCH) {
      values.putAll(call(all.subList(from, Math.min(all.size(), from + BATCH))));
    }
    return values;
  }

  private Map<String, String> call(List<String> names) {
    try {
      GetParametersResponse answer =
          client().getParameters(request -> request.names(names).withDecryption(true));
      if (!answer.invalidParameters().isEmpty()) {
        throw new ConfigException(
            "parameter "
                + String.join(", ", answer.invalidParameters())
                + ": there is none with this name in this account and region");
      }
      LOG.info("Read parameter {}", String.join(", ", names));
      return byNameAskedFor(names, answer.parameters());
    } catch (SdkException e) {
      throw ProviderErrors.of("parameter " + String.join(", ", names), PERMISSIONS, e);
    }
  }

  // What was asked for by its ARN is answered by its name as well, and what was asked for as
  // NAME:VERSION or NAME:LABEL by its name and a selector, which is empty otherwise.
  private static Map<String, String> byNameAskedFor(List<String> names, List<Parameter> answer) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Parameter parameter : answer) {
      String selector = parameter.selector() == null ? "" : parameter.selector();
      String name = parameter.name() + selector;
      values.put(names.contains(name) ? name : parameter.arn() + selector, parameter.value());
    }
    return values;
  }
}
