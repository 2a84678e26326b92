package io.mskcdc.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.config.WorkerCapacity.Autoscaled;
import io.mskcdc.config.WorkerCapacity.Provisioned;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads what environment.yaml gives a connector on MSK Connect: the defaults, and its entry. */
final class PlacementReader {
  static final String DEFAULTS = "defaults";

  private static final String PLUGIN = "plugin";
  private static final String WORKER = "worker";
  private static final String CONNECT_VERSION = "connectVersion";
  private static final String ROLE = "role";
  private static final String ENCRYPTION = "encryption";
  private static final String MCU_COUNT = "capacity.mcuCount";
  private static final String WORKER_COUNT = "capacity.workerCount";
  private static final String MIN_WORKER_COUNT = "capacity.autoScaling.minWorkerCount";
  private static final String MAX_WORKER_COUNT = "capacity.autoScaling.maxWorkerCount";
  private static final String SCALING_MCU_COUNT = "capacity.autoScaling.mcuCount";
  private static final String MAX_TASK_COUNT = "capacity.autoScaling.maxAutoscalingTaskCount";
  private static final String SCALE_IN_AT =
      "capacity.autoScaling.scaleInPolicy.cpuUtilizationPercentage";
  private static final String SCALE_OUT_AT =
      "capacity.autoScaling.scaleOutPolicy.cpuUtilizationPercentage";
  private static final String LOG_GROUP = "logDelivery.cloudWatchLogs.logGroup";
  private static final String LOG_STREAM = "logDelivery.firehose.deliveryStream";
  private static final String LOG_BUCKET = "logDelivery.s3.bucket";
  private static final String LOG_PREFIX = "logDelivery.s3.prefix";

  private static final Map<String, Form> FORMS = new LinkedHashMap<>();

  static {
    Form count = new Form("[1-9]\\d{0,2}", "write a number from 1");
    Form percent = new Form("[1-9]\\d?|100", "write a number from 1 to 100");
    Form mcus = new Form("[1248]", "write 1, 2, 4 or 8");
    FORMS.put(PLUGIN, Form.of("a folder of connect-plugins, or a plugin's name on AWS"));
    FORMS.put(WORKER, Form.of("the name of a file beside environment.yaml"));
    FORMS.put(CONNECT_VERSION, new Form("3\\.7\\.x|2\\.7\\.1", "write 3.7.x or 2.7.1"));
    FORMS.put(
        ROLE,
        new Form(
            "arn:(aws|aws-cn|aws-us-gov):iam::\\d{12}:role/.+",
            "write the ARN of a role, like arn:aws:iam::111122223333:role/<name>"));
    FORMS.put(MCU_COUNT, mcus);
    FORMS.put(WORKER_COUNT, count);
    FORMS.put(MIN_WORKER_COUNT, count);
    FORMS.put(MAX_WORKER_COUNT, count);
    FORMS.put(SCALING_MCU_COUNT, mcus);
    FORMS.put(SCALE_IN_AT, percent);
    FORMS.put(SCALE_OUT_AT, percent);
    FORMS.put(MAX_TASK_COUNT, count);
    FORMS.put(ENCRYPTION, new Form("TLS|PLAINTEXT", "write TLS or PLAINTEXT"));
    FORMS.put(LOG_GROUP, Form.of("the name of a log group"));
    FORMS.put(LOG_BUCKET, Form.of("the name of a bucket"));
    FORMS.put(LOG_PREFIX, Form.of("what the keys begin with"));
    FORMS.put(LOG_STREAM, Form.of("the name of a delivery stream"));
  }

  private final EnvironmentTexts texts;
  private final Path folder;
  private final Authentication auth;
  private final Map<String, String> defaults = new TreeMap<>();

  /**
   * @param folder where worker configurations lie
   * @param auth how the connectors' clients log in
   */
  PlacementReader(EnvironmentTexts texts, Path folder, Authentication auth) {
    this.texts = texts;
    this.folder = folder;
    this.auth = auth;
  }

  /** How a value is written. */
  private record Form(Pattern pattern, String next) {
    Form(String pattern, String next) {
      this(Pattern.compile(pattern), next);
    }

    static Form of(String what) {
      return new Form("\\S.*", "write " + what);
    }
  }

  /** Returns the keys that defaults and entries may have. */
  static Set<String> keys() {
    return FORMS.keySet().stream()
        .map(PlacementReader::first)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Reads the defaults; entries are read behind them. */
  void readDefaults(JsonNode node) {
    defaults.put(ENCRYPTION, "TLS");
    if (node instanceof ObjectNode object) {
      flatten(object, DEFAULTS + ".", "", Set.of(), defaults);
    } else if (!node.isMissingNode()) {
      texts.invalid(DEFAULTS, "it is not an object", "write keys and values under it");
    }
  }

  /**
   * Reads what an entry of the list says over the defaults.
   *
   * @param others the entry's keys that are read elsewhere
   */
  Placement read(ObjectNode entry, String parent, Set<String> others) {
    Map<String, String> own = new TreeMap<>();
    flatten(entry, parent, "", others, own);
    Map<String, String> settings = new TreeMap<>(defaults);
    // A capacity of one kind knows nothing of the other's keys: what an entry sets, it sets whole.
    own.keySet().forEach(key -> settings.keySet().removeIf(old -> first(old).equals(first(key))));
    settings.putAll(own);
    String plugin = required(settings, PLUGIN, parent);
    String worker = required(settings, WORKER, parent);
    String connectVersion = required(settings, CONNECT_VERSION, parent);
    String role = required(settings, ROLE, parent);
    WorkerCapacity capacity = capacity(settings, parent);
    if (auth == Authentication.IAM && !"TLS".equals(settings.get(ENCRYPTION))) {
      invalid(parent + ENCRYPTION, "a login by IAM needs TLS", "write TLS, or auth: none");
    }
    return new Placement(
        plugin,
        folder.resolve(worker).normalize(),
        connectVersion,
        role,
        settings.get(ENCRYPTION),
        capacity,
        logs(settings));
  }

  private void flatten(
      ObjectNode object,
      String shown,
      String prefix,
      Set<String> others,
      Map<String, String> into) {
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      String key = prefix + entry.getKey();
      Form form = FORMS.get(key);
      if (form != null) {
        texts
            .text(object, shown, entry.getKey())
            .ifPresent(value -> put(key, value, form, shown + entry.getKey(), into));
      } else if (FORMS.keySet().stream().anyMatch(known -> known.startsWith(key + "."))) {
        if (entry.getValue() instanceof ObjectNode inner) {
          flatten(inner, shown + entry.getKey() + ".", key + ".", Set.of(), into);
        } else {
          invalid(shown + entry.getKey(), "it is not an object", "write keys and values under it");
        }
      } else if (!others.contains(key)) {
        invalid(
            shown + entry.getKey(),
            EnvironmentReader.unknownKey(EnvironmentReader.MSK_CONNECT),
            "remove it, or mend its name");
      }
    }
  }

  private void put(String key, String value, Form form, String shown, Map<String, String> into) {
    if (form.pattern.matcher(value).matches()) {
      into.put(key, value);
    } else {
      invalid(shown, "'" + value + "' cannot be", form.next);
    }
  }

  /** Returns the capacity, or null after reporting why there is none. */
  private WorkerCapacity capacity(Map<String, String> settings, String parent) {
    Set<String> provisioned = Set.of(MCU_COUNT, WORKER_COUNT);
    Set<String> scaling = Set.of(MIN_WORKER_COUNT, MAX_WORKER_COUNT, SCALING_MCU_COUNT);
    boolean fixed = settings.keySet().containsAll(provisioned);
    boolean scales = settings.keySet().containsAll(scaling);
    boolean both =
        provisioned.stream().anyMatch(settings::containsKey)
            && settings.keySet().stream().anyMatch(key -> key.startsWith("capacity.autoScaling."));
    if (both || !fixed && !scales) {
      invalid(
          parent + "capacity",
          both ? "it is provisioned and scales" : "it is missing, or a part of it",
          "write mcuCount and workerCount, or autoScaling with minWorkerCount, maxWorkerCount and"
              + " mcuCount");
      return null;
    }
    return fixed
        ? new Provisioned(
            number(settings, MCU_COUNT).orElseThrow(), number(settings, WORKER_COUNT).orElseThrow())
        : new Autoscaled(
            number(settings, MIN_WORKER_COUNT).orElseThrow(),
            number(settings, MAX_WORKER_COUNT).orElseThrow(),
            number(settings, SCALING_MCU_COUNT).orElseThrow(),
            number(settings, MAX_TASK_COUNT),
            number(settings, SCALE_IN_AT),
            number(settings, SCALE_OUT_AT));
  }

  private static Optional<Integer> number(Map<String, String> settings, String key) {
    return Optional.ofNullable(settings.get(key)).map(Integer::valueOf);
  }

  private static WorkerLogs logs(Map<String, String> settings) {
    return new WorkerLogs(
        Optional.ofNullable(settings.get(LOG_GROUP)),
        Optional.ofNullable(settings.get(LOG_STREAM)),
        Optional.ofNullable(settings.get(LOG_BUCKET))
            .map(
                bucket ->
                    new WorkerLogs.Bucket(bucket, Optional.ofNullable(settings.get(LOG_PREFIX)))));
  }

  private String required(Map<String, String> settings, String key, String parent) {
    Optional<String> value = Optional.ofNullable(settings.get(key));
    if (value.isEmpty()) {
      invalid(parent + key, "it is missing", "write it here, or under defaults for all");
    }
    return value.orElse("");
  }

  private static String first(String key) {
    return key.split("\\.", 2)[0];
  }

  private void invalid(String key, String message, String next) {
    texts.invalid(key, message, next);
  }
}
