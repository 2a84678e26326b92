package io.mskcdc.migrate;

import io.mskcdc.catalog.SecretKeys;
import io.mskcdc.config.Environment;
import io.mskcdc.config.WorkerConfiguration;
import io.mskcdc.text.SaltedKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Replaces secrets in clear by references, and has the commands that store their values. */
final class SecretPlaces {
  private static final String DATABASE = "database.";
  private static final String MANAGER = "secretsmanager";
  private static final String FILE = "secrets_file";
  private static final String SALT = "replace-me";

  private final String name;
  private final Optional<Environment> environment;
  private final boolean usesFile;
  private final Map<String, List<String>> stored = new LinkedHashMap<>();

  SecretPlaces(
      String name, Optional<Environment> environment, Optional<WorkerConfiguration> worker) {
    this.name = name;
    this.environment = environment;
    Set<String> providers = worker.map(WorkerConfiguration::providers).orElse(Set.of());
    usesFile = !providers.contains(MANAGER) && providers.contains("file");
  }

  /** Replaces the secrets of a configuration. Their values are in no message. */
  void replace(Draft draft) {
    draft
        .config()
        .forEach(
            (key, value) -> {
              if (SecretKeys.isMasked(value) || SecretKeys.isClear(key, value)) {
                draft.refer(key, reference(key), "a secret is not in a file");
              }
              String unsalted = SaltedKey.replace(key, SALT);
              if (!unsalted.equals(key)) {
                draft.rewrite(key, unsalted, value);
                draft.lost(
                    unsalted,
                    "the key had its salt in clear: write it, or mask with hmac.columns of"
                        + " io.mskcdc.smt.UnwrapMaskRoute, whose key is a reference");
              }
            });
  }

  /** Returns the commands that store the secrets. They read the values from the terminal. */
  List<String> commands() {
    List<String> commands = new ArrayList<>();
    stored.forEach(
        (place, keys) ->
            commands.add(
                "for key in "
                    + String.join(" ", keys)
                    + "; do read -rsp \"$key: \" value"
                    + (usesFile
                        ? " && printf '%s=%s\\n' \"$key\" \"${value//\\\\/\\\\\\\\}\" >> "
                            + place
                            + "; done"
                        : " && printf %s \"$value\" | jq -Rs --arg key \"$key\" '{($key): .}';"
                            + " done | jq -s add | aws secretsmanager create-secret --name "
                            + place
                            + " --secret-string file:///dev/stdin")));
    return commands;
  }

  private String reference(String key) {
    if (usesFile) {
      boolean isVariable = environment.filter(e -> e.variables().containsKey(FILE)).isPresent();
      String entry = name + "." + key;
      stored.computeIfAbsent(file(isVariable), place -> new ArrayList<>()).add(entry);
      return reference("file", isVariable ? "{{ " + FILE + " }}" : file(false), entry);
    }
    boolean isOfDatabase = key.startsWith(DATABASE);
    String secret =
        environment.map(env -> env.name() + "/").orElse("")
            + name
            + (isOfDatabase ? "/database" : "/connector");
    String entry =
        (isOfDatabase ? key.substring(DATABASE.length()) : key)
            .replace("ssl.", "")
            .replaceAll("[^A-Za-z0-9]+", "_");
    stored.computeIfAbsent(secret, place -> new ArrayList<>()).add(entry);
    return reference(MANAGER, secret, entry);
  }

  private String file(boolean isVariable) {
    return isVariable
        ? environment.orElseThrow().variables().get(FILE)
        : "/path/to/secrets.properties";
  }

  private static String reference(String provider, String path, String key) {
    return "${" + provider + ":" + path + ":" + key + "}";
  }
}
