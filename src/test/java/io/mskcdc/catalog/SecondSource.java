package io.mskcdc.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.catalog.IncludeList.Level;
import io.mskcdc.catalog.Topic.Kind;
import io.mskcdc.database.CapturedDatabase;
import io.mskcdc.database.Column;
import io.mskcdc.database.LogEnd;
import io.mskcdc.database.NotReachableException;
import io.mskcdc.database.SourceDatabase;
import io.mskcdc.problem.Check;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A source connector of the tests, listed in their META-INF/services. It reads a ledger whose
 * database is the configuration itself.
 */
public final class SecondSource implements SourceConnector {
  static final String CLASS = "test.LedgerSourceConnector";

  @Override
  public String className() {
    return CLASS;
  }

  @Override
  public Set<String> options() {
    return Set.of(
        "ledger.name", "ledger.pin", "ledger.page.size", "ledger.accounts", "ledger.down");
  }

  @Override
  public Map<String, String> defaults() {
    return Map.of("ledger.page.size", "100");
  }

  @Override
  public Set<String> secrets() {
    return Set.of("ledger.pin");
  }

  @Override
  public Optional<RenamedKey> renamed(String key, Map<String, String> config) {
    return key.equals("ledger.id")
        ? Optional.of(new RenamedKey("ledger.name", Optional.empty()))
        : Optional.empty();
  }

  @Override
  public Optional<RenamedValue> renamedValue(String key, String value) {
    return Optional.empty();
  }

  @Override
  public boolean isVariableKey(String key) {
    return key.matches("ledger\\.account\\.\\d+");
  }

  @Override
  public Set<String> uncheckedPrefixes(Map<String, String> config) {
    return Set.of("ledger.client.");
  }

  @Override
  public boolean hasOneTask() {
    return false;
  }

  @Override
  public String topicPrefixKey() {
    return "ledger.name";
  }

  @Override
  public List<Topic> topics(Map<String, String> config, Consumer<String> warnings) {
    String name = config.get("ledger.name") + ".entries";
    return List.of(
        Topic.ofRows(name, name), Topic.of(Kind.HEARTBEAT, config.get("ledger.name") + ".beat"));
  }

  @Override
  public Optional<String> historyTopic(Map<String, String> config) {
    return Optional.empty();
  }

  @Override
  public Map<String, String> exclusive(Map<String, String> config) {
    return Map.of();
  }

  @Override
  public Optional<SignalSource> signals(Map<String, String> config) {
    return Optional.of(new SignalSource("ledger-signals", "ledger-group"));
  }

  @Override
  public List<String> ownClients(Map<String, String> config) {
    return config.containsKey("ledger.name") ? List.of("ledger.client.") : List.of();
  }

  @Override
  public boolean isOwnPartition(Map<String, String> config, JsonNode partition) {
    return !partition.has("ledger")
        || partition.get("ledger").asText().equals(config.get("ledger.name"));
  }

  @Override
  public Optional<LogPosition> position(JsonNode offset) {
    return offset.hasNonNull("entry")
        ? Optional.of(
            new LogPosition(
                "ledger",
                "entry " + offset.get("entry").asText(),
                Map.of("entry", offset.get("entry")),
                Optional.empty()))
        : Optional.empty();
  }

  @Override
  public Optional<String> nextStep(String rejectedKey) {
    return Optional.empty();
  }

  @Override
  public String databaseKey() {
    return "ledger.name";
  }

  @Override
  public Optional<Topic> topicOf(Map<String, String> config, String database, String table) {
    return Optional.empty();
  }

  @Override
  public List<IncludeList> includeLists() {
    return List.of(new IncludeList("ledger.accounts", Level.TABLE));
  }

  @Override
  public boolean locksTables(Map<String, String> config) {
    return false;
  }

  @Override
  public Optional<Duration> idleInterval(Map<String, String> config) {
    return Optional.ofNullable(config.get("ledger.beat"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
  }

  @Override
  public boolean replacesLostPosition(Map<String, String> config) {
    return "1".equals(config.get("ledger.page.size"));
  }

  @Override
  public CaptureFilter captured(Map<String, String> config) {
    return new CaptureFilter() {
      @Override
      public boolean hasTable(String database, String table) {
        List<String> accounts = CommaList.of(config.get("ledger.accounts"));
        return accounts.isEmpty() || accounts.contains(database + "." + table);
      }

      @Override
      public boolean hasColumn(Column column) {
        return true;
      }

      @Override
      public Set<String> keyOf(List<Column> columns) {
        return Set.of("id");
      }
    };
  }

  @Override
  public SourceDatabase database(Map<String, String> config, References references)
      throws NotReachableException {
    if (config.containsKey("ledger.down")) {
      throw new NotReachableException("the ledger is closed");
    }
    return new SourceDatabase() {
      @Override
      public Set<String> tables() {
        return Set.of(config.get("ledger.name") + ".cash");
      }

      @Override
      public List<Column> columns() {
        return List.of(
            new Column(
                config.get("ledger.name"), "cash", "id", "number", false, 1, true, "", false),
            new Column(
                config.get("ledger.name"), "cash", "owner", "text", true, 2, false, "", false));
      }

      @Override
      public List<Check> logChecks() {
        return List.of();
      }

      @Override
      public List<Check> retentionChecks(Duration outage) {
        return List.of();
      }

      @Override
      public List<Check> privilegeChecks(Collection<List<Column>> captured, boolean locksTables) {
        return List.of(
            new Check(
                "key",
                "the user has a key",
                config.containsKey("ledger.pin") ? Check.State.OK : Check.State.FAILED,
                "the connector's user has no key to the ledger, so nothing is read",
                List.of(),
                "ask for it"));
      }

      @Override
      public List<Check> checks(CapturedDatabase captured) {
        return privilegeChecks(captured.tables().values(), captured.locksTables());
      }

      @Override
      public Optional<String> loss(Map<String, String> position) {
        return position.get("entry").equals("1")
            ? Optional.of("entry 1 is in the archive")
            : Optional.empty();
      }

      @Override
      public LogEnd logEnd(Map<String, String> position) {
        return new LogEnd("entry 99", "99".equals(position.get("entry")), Instant.EPOCH);
      }
    };
  }
}
