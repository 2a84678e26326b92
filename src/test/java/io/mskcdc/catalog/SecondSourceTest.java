package io.mskcdc.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.database.LogEnd;
import io.mskcdc.iam.LeastPolicy;
import io.mskcdc.iam.PolicyDocument.Statement;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Linter;
import io.mskcdc.lint.rules.Rules;
import io.mskcdc.offsets.SourcePosition;
import io.mskcdc.plan.Planner;
import io.mskcdc.preflight.CapturedTables;
import io.mskcdc.preflight.ConnectorDatabases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A source connector needs only a class in the catalog, like {@link SecondSource}. Every package
 * then treats it like Debezium's connector.
 */
class SecondSourceTest {
  private static final String LEDGER =
      "\"connector.class\": \"" + SecondSource.CLASS + "\", \"ledger.name\": \"bank\"";

  @TempDir Path temp;
  private BundleFolder folder;

  @BeforeEach
  void bundle() {
    folder = new BundleFolder(temp);
    folder.environment(
        "test",
        "http://h:1",
        "cluster: arn:aws:kafka:eu-west-1:111122223333:cluster/c/u-1\n"
            + "auth: iam\nconnectors: [{name: shop}]");
    folder.worker("exactly.once.source.support=enabled\ngroup.id=g");
    folder.connector("shop", LEDGER);
  }

  @Test
  void thePolicyAllowsTheTopicsAfterTheTransformsAndTheSignals() {
    folder.connector(
        "shop",
        LEDGER
            + ", \"transforms\": \"r\", \"transforms.r.type\": \"io.mskcdc.smt.Route\","
            + " \"transforms.r.rules\": \"table:bank.* -> ${database}-all\"");

    assertThat(resources("DataTopics")).containsExactly("bank-all", "bank.beat");
    assertThat(resources("SignalTopic")).containsExactly("ledger-signals");
    assertThat(resources("SignalGroup")).containsExactly("ledger-group");
    assertThat(resources("SchemaHistoryTopic")).isEmpty();
  }

  @Test
  void thePolicyAllowsTheTransactionalIdsOfAllTasks() {
    assertThat(resources("Transactions")).containsExactly("connect-cluster-g", "g-shop-*");
  }

  @Test
  void itsOwnClientsLogInByIam() {
    assertThat(read().connectors().get(0).config())
        .containsEntry("ledger.client.security.protocol", "SASL_SSL");
  }

  @Test
  void aKeyWithItsDefaultIsNoDifference() {
    Map<String, String> wanted = Map.of("connector.class", SecondSource.CLASS);

    assertThat(differences(wanted, "ledger.page.size", "100")).isEmpty();
    assertThat(differences(wanted, "ledger.page.size", "200")).containsExactly("ledger.page.size");
  }

  @Test
  void itsSecretsAreHidden() {
    assertThat(SecretKeys.shown("ledger.pin", "1234")).isEqualTo("(sensitive)");
    assertThat(SecretKeys.shown("ledger.name", "bank")).isEqualTo("bank");
  }

  @Test
  void aMisspeltOptionIsFoundAndAnOldOneHasItsNewName() {
    folder.connector(
        "shop",
        LEDGER
            + ", \"ledger.id\": \"b\", \"ledger.pagesize\": \"1\","
            + " \"ledger.account.7\": \"x\", \"ledger.client.acks\": \"all\","
            + " \"topic.creation.default.partitions\": \"1\","
            + " \"topic.creation.default.replication.factor\": \"3\"");

    assertThat(Linter.lint(read(), Rules.ALL).findings())
        .extracting(Finding::key)
        .containsExactlyInAnyOrder("ledger.id", "ledger.pagesize");
  }

  @Test
  void itsPositionAndTheEndOfItsLogAreRead() throws Exception {
    JsonNode offsets =
        new ObjectMapper()
            .readTree("{\"offsets\": [{\"partition\": {}, \"offset\": {\"entry\": 7}}]}");
    List<String> notes = new ArrayList<>();

    ConnectorDatabases databases = new ConnectorDatabases();

    assertThat(SourcePosition.of(config("ledger.name", "bank"), offsets, databases, notes::add))
        .hasValueSatisfying(
            position -> {
              assertThat(position.reached().log()).isEqualTo("ledger");
              assertThat(position.reached().text()).isEqualTo("entry 7");
              assertThat(position.logEnd()).map(LogEnd::text).contains("entry 99");
              assertThat(position.loss()).isEmpty();
            });
    assertThat(notes).isEmpty();
    assertThat(SourcePosition.of(config("ledger.down", "yes"), offsets, databases, notes::add))
        .hasValueSatisfying(position -> assertThat(position.logEnd()).isEmpty());
    assertThat(notes).containsExactly("the end of the server's ledger: the ledger is closed");
  }

  @Test
  void itsIncludeListIsComparedWithItsDatabase() {
    folder.connector("shop", LEDGER + ", \"ledger.accounts\": \"bank.cash, bank.gold\"");
    Bundle bundle = read();

    assertThat(
            new CapturedTables(bundle.paths(), new ConnectorDatabases())
                .check(bundle.connectors().get(0), note -> {}))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.key()).isEqualTo("ledger.accounts");
              assertThat(problem.message()).contains("bank.gold");
            });
  }

  private static Map<String, String> config(String key, String value) {
    return Map.of("connector.class", SecondSource.CLASS, key, value);
  }

  private static List<String> differences(Map<String, String> wanted, String key, String value) {
    return Planner.differences(wanted, config(key, value)).stream()
        .map(difference -> difference.key())
        .toList();
  }

  private List<String> resources(String sid) {
    Bundle bundle = read();
    return LeastPolicy.of(bundle, bundle.connectors().get(0)).document().statements().stream()
        .filter(statement -> statement.sid().equals(sid))
        .map(Statement::resources)
        .flatMap(List::stream)
        .map(arn -> arn.substring(arn.lastIndexOf('/') + 1))
        .toList();
  }

  private Bundle read() {
    return folder.read();
  }
}
