package io.mskcdc.preflight;

import io.mskcdc.catalog.CaptureFilter;
import io.mskcdc.catalog.ProviderReference;
import io.mskcdc.catalog.References;
import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.catalog.Topic;
import io.mskcdc.config.Authentication;
import io.mskcdc.config.Environment;
import io.mskcdc.config.IamClients;
import io.mskcdc.config.MskConnectTarget;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.database.Column;
import io.mskcdc.database.NotReachableException;
import io.mskcdc.kafka.BrokerUse;
import io.mskcdc.kafka.BrokerUse.Arns;
import io.mskcdc.kafka.BrokerUse.Limit;
import io.mskcdc.kafka.Brokers;
import io.mskcdc.kafka.KafkaCheck;
import io.mskcdc.kafka.TopicUse;
import io.mskcdc.kafka.TopicUse.Creation;
import io.mskcdc.problem.Check;
import io.mskcdc.topics.TopicRouting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Checks what a source connector needs of its brokers, with the login of the connector. */
public final class KafkaPreflight {
  private static final String HISTORY = "schema.history.internal.";
  private static final String HISTORY_BROKERS = HISTORY + "kafka.bootstrap.servers";
  private static final String PRODUCER = HISTORY + "producer.";
  private static final String CREATION = "topic.creation.";
  private static final String REQUEST_SIZE = "max.request.size";
  private static final long DEFAULT_REQUEST_SIZE = 1_048_576;
  private static final Set<String> LOGIN = Set.of("security.", "sasl.", "ssl.");

  private final Environment environment;
  private final References references;

  /**
   * @param references resolves the references of the connectors
   */
  public KafkaPreflight(Environment environment, References references) {
    this.environment = environment;
    this.references = references;
  }

  /**
   * Returns the checks of a connector's brokers.
   *
   * @param worker the worker's configuration, empty if it is not known
   * @param columns the columns of its database; empty if they are not known
   * @param largestRow the bytes of the largest row, if they are known
   */
  public List<Check> checks(
      SourceConnector source,
      RenderedConnector connector,
      Map<String, String> worker,
      List<Column> columns,
      OptionalLong largestRow) {
    Map<String, String> config = connector.config();
    Optional<String> servers =
        Optional.ofNullable(config.get(HISTORY_BROKERS))
            .or(
                () ->
                    environment
                        .mskConnect()
                        .map(MskConnectTarget::bootstrapServers)
                        .filter(list -> !list.isEmpty())
                        .map(list -> String.join(",", list)));
    if (servers.isEmpty()) {
      return List.of(
          KafkaCheck.BROKERS.unknown("neither the connector nor the environment names them"));
    }
    try {
      return new Brokers(
              new BrokerUse(
                  references.resolve(servers.get()),
                  login(config),
                  topics(source, config, worker, columns),
                  source.signals(config).map(signals -> signals.group()),
                  requestSize(config, worker),
                  largestRow,
                  arns()))
          .checks();
    } catch (NotReachableException e) {
      return List.of(KafkaCheck.BROKERS.unknown(e.getMessage()));
    }
  }

  private Map<String, String> login(Map<String, String> config) throws NotReachableException {
    Map<String, String> login = new HashMap<>();
    for (Map.Entry<String, String> option : config.entrySet()) {
      String key = option.getKey();
      if (key.startsWith(PRODUCER)
          && LOGIN.stream().anyMatch(key.substring(PRODUCER.length())::startsWith)) {
        login.put(key.substring(PRODUCER.length()), references.resolve(option.getValue()));
      }
    }
    return login.isEmpty() && environment.auth() == Authentication.IAM
        ? IamClients.settings()
        : login;
  }

  private Optional<Arns> arns() {
    return environment
        .cluster()
        .filter(arn -> environment.auth() == Authentication.IAM)
        .map(arn -> new Arns(arn::topic, arn::group, arn.cluster()));
  }

  private static Limit requestSize(Map<String, String> config, Map<String, String> worker) {
    String override = config.get("producer.override." + REQUEST_SIZE);
    String text = override == null ? worker.get("producer." + REQUEST_SIZE) : override;
    return new Limit(
        override == null
            ? "producer." + REQUEST_SIZE + "=%d"
            : "\"producer.override." + REQUEST_SIZE + "\": \"%d\"",
        text != null && text.strip().matches("\\d{1,12}")
            ? Long.parseLong(text.strip())
            : DEFAULT_REQUEST_SIZE);
  }

  private List<TopicUse> topics(
      SourceConnector source,
      Map<String, String> given,
      Map<String, String> worker,
      List<Column> columns) {
    Map<String, String> config = ProviderReference.unknownIn(given);
    Optional<Creation> creation = creation(config, worker);
    List<TopicUse> topics = new ArrayList<>();
    names(source, config, columns)
        .forEach(name -> topics.add(new TopicUse(name, TopicUse.Kind.DATA, creation)));
    source
        .historyTopic(config)
        .ifPresent(
            name ->
                topics.add(
                    new TopicUse(
                        name,
                        TopicUse.Kind.HISTORY,
                        Optional.of(new Creation(1, (short) -1, Map.of())))));
    source
        .signals(config)
        .ifPresent(
            signals ->
                topics.add(new TopicUse(signals.topic(), TopicUse.Kind.SIGNALS, Optional.empty())));
    topics.removeIf(topic -> topic.name().contains(Topic.ANY));
    return topics;
  }

  /** Without the tables, only the topics are known whose names the configuration has. */
  private static Set<String> names(
      SourceConnector source, Map<String, String> config, List<Column> columns) {
    if (columns.isEmpty()) {
      return TopicRouting.topicsOf(source, config, warning -> {});
    }
    TopicRouting routing = new TopicRouting(config, warning -> {});
    CaptureFilter captured = source.captured(config);
    Set<String> names = new TreeSet<>();
    source.topics(config, warning -> {}).stream()
        .filter(topic -> topic.kind() != Topic.Kind.ROW)
        .forEach(topic -> names.addAll(routing.names(List.of(topic))));
    captured
        .tables(columns)
        .values()
        .forEach(
            table ->
                source
                    .topicOf(config, table.get(0).database(), table.get(0).table())
                    .map(topic -> captured.keyOf(table).isEmpty() ? topic : topic.withKeys())
                    .ifPresent(topic -> names.addAll(routing.names(List.of(topic)))));
    return names;
  }

  /** Brokers of MSK create no topics by themselves. Others do, unless they are told not to. */
  private Optional<Creation> creation(Map<String, String> config, Map<String, String> worker) {
    String prefix = CREATION + "default.";
    boolean isCreated =
        config.keySet().stream().anyMatch(key -> key.startsWith(CREATION))
            && !"false".equalsIgnoreCase(worker.get(CREATION + "enable"));
    if (!isCreated) {
      return environment.auth() == Authentication.IAM
          ? Optional.empty()
          : Optional.of(new Creation(-1, (short) -1, Map.of()));
    }
    Map<String, String> settings = new HashMap<>();
    config.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            settings.put(key.substring(prefix.length()), value);
          }
        });
    int partitions = number(settings.remove("partitions"));
    int replicas = number(settings.remove("replication.factor"));
    settings.keySet().removeAll(Set.of("include", "exclude"));
    return Optional.of(new Creation(partitions, (short) replicas, settings));
  }

  private static int number(String text) {
    return text != null && text.strip().matches("\\d{1,4}") ? Integer.parseInt(text.strip()) : -1;
  }
}
