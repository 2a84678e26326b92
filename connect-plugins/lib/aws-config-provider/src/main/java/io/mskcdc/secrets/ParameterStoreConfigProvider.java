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
 * Reads values from the Parameter Store of AWS Systems Manager and decrypts SecureStrings.
 *
 * <p>Both {@code ${ssm:/cdc/mysql:password}} and {@code ${ssm:/cdc/mysql/password}} return the
 * parameter {@code /cdc/mysql/password}. All keys of a path are read in one call.
 */
public final class ParameterStoreConfigProvider extends AwsConfigProvider<SsmClient> {
  private static final Logger LOG = LoggerFactory.getLogger(ParameterStoreConfigProvider.class);
  private static final String PERMISSIONS =
      "ssm:GetParameters on the parameter (ssm:GetParametersByPath to read a whole path), and"
          + " kms:Decrypt on its key unless it is the account's default key";

  /** The most names that the API accepts in one call. */
  private static final int BATCH = 10;

  private ValueCache<String, String> cache;

  @Override
  void onConfigured(ProviderConfig settings) {
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
      GetParametersResponse response =
          client().getParameters(request -> request.names(names).withDecryption(true));
      if (!response.invalidParameters().isEmpty()) {
        throw new ConfigException(
            "parameter "
                + String.join(", ", response.invalidParameters())
                + ": no parameter with this name exists in this account and region");
      }
      LOG.info("Read parameter {}", String.join(", ", names));
      return byRequestedName(names, response.parameters());
    } catch (SdkException e) {
      throw ProviderErrors.of("parameter " + String.join(", ", names), PERMISSIONS, e);
    }
  }

  // The response holds a parameter's name, its ARN, and the selector ":VERSION" or ":LABEL" if the
  // request had one. A request may give the name or the ARN, so map each value to the one it used.
  private static Map<String, String> byRequestedName(
      List<String> names, List<Parameter> parameters) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      String selector = parameter.selector() == null ? "" : parameter.selector();
      String name = parameter.name() + selector;
      values.put(names.contains(name) ? name : parameter.arn() + selector, parameter.value());
    }
    return values;
  }
}
