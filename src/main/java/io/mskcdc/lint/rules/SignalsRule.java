package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.SIGNALS_UNUSABLE;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import io.mskcdc.lint.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds channels for signals that receive none, or whose signals have no effect. */
final class SignalsRule implements ConnectorRule {
  private static final String CHANNELS = "signal.enabled.channels";
  private static final String TABLE = "signal.data.collection";
  private static final String SERVERS = "signal.kafka.bootstrap.servers";
  private static final String READ_ONLY = "read.only";
  private static final String KAFKA = "kafka";
  private static final String SOURCE = "source";

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            SIGNALS_UNUSABLE,
            "`signal.enabled.channels` and the options that its channels need",
            "The task fails on the channel `kafka` without `signal.kafka.bootstrap.servers`, and the connector refuses two tables of signals. Without `signal.data.collection` the channel `source` receives nothing, and incremental snapshots of MySQL do not start unless `read.only` is `true`: both are warnings.",
            "Write the missing option, or remove the channel. The topic of signals has a default, `topic.prefix` and `-signal`.",
            "Debezium 3.6.1, KafkaSignalChannel, CommonConnectorConfig; Debezium, signalling"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    ConnectorOptions options = new ConnectorOptions(connector);
    boolean isUnknown = options.isSet(CHANNELS) && options.value(CHANNELS).isEmpty();
    if (!ConnectorKind.isDebezium(connector) || isUnknown) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    List<String> channels = options.names(CHANNELS);
    if (channels.contains(KAFKA) && !options.isSet(SERVERS)) {
      findings.add(
          options.error(
              SIGNALS_UNUSABLE,
              SERVERS,
              "the task fails, because the channel kafka has no brokers",
              "write the brokers of the topic of signals"));
    }
    if (ConnectorKind.hasOneTask(connector) && options.names(TABLE).size() > 1) {
      findings.add(
          options.error(
              SIGNALS_UNUSABLE,
              TABLE,
              "a connector with one task refuses more than one table of signals",
              "write one table"));
    }
    if (!options.isSet(TABLE)) {
      withoutTable(connector, options, channels).ifPresent(findings::add);
    }
    return findings;
  }

  private static Optional<Finding> withoutTable(
      RenderedConnector connector, ConnectorOptions options, List<String> channels) {
    boolean isReadOnly = options.is(READ_ONLY, "true");
    if (channels.contains(SOURCE) && !(isReadOnly && channels.contains(KAFKA))) {
      return Optional.of(
          options.warning(
              SIGNALS_UNUSABLE,
              TABLE,
              "the channel source receives nothing without a table of signals",
              "write the table, as database.table, or remove the channel"));
    }
    if (!channels.isEmpty() && !isReadOnly && isMySql(connector)) {
      return Optional.of(
          options.warning(
              SIGNALS_UNUSABLE,
              TABLE,
              "incremental snapshots do not start without a table of signals",
              "write the table, as database.table, or " + READ_ONLY + "=true"));
    }
    return channels.isEmpty() && isReadOnly && ConnectorKind.readsBinlog(connector)
        ? Optional.of(
            options.finding(
                SIGNALS_UNUSABLE,
                Severity.HINT,
                READ_ONLY,
                "it changes nothing, because no channel receives signals",
                "write " + CHANNELS + "=kafka and " + SERVERS + ", or remove it"))
        : Optional.empty();
  }

  private static boolean isMySql(RenderedConnector connector) {
    return ConnectorKind.debezium(connector.config()).filter("mysql"::equals).isPresent();
  }
}
