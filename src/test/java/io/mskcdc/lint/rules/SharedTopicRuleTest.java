package io.mskcdc.lint.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.config.BundleFolder;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.deploy.BundleLoader;
import io.mskcdc.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedTopicRuleTest {
  private static final String CONFIG =
      """
      "connector.class": "io.debezium.connector.mysql.MySqlConnector", "tasks.max": "1",
      "heartbeat.interval.ms": "5000",
      "topic.prefix": "%s", "database.include.list": "%s", "transforms": "r",
      "transforms.r.type": "org.apache.kafka.connect.transforms.RegexRouter",
      "transforms.r.regex": "([^.]+)\\\\.([^.]+)\\\\.([^.]+)",
      "transforms.r.replacement": "%s"
      """;

  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource({
    "shop, $2.$3, shop, $2.$3, true",
    "shop, $2.$3, other, $2.$3, false",
    "shop, rows, other, rows, true",
    "shop, rows, other, $2.$3, false",
    "shop, $1.$2.$3, shop, $1.$2.$3, false",
  })
  void connectorsWhoseRowsGoToOneTopicAreWarnedAbout(
      String database, String topic, String otherDatabase, String otherTopic, boolean warned) {
    List<Problem> warnings =
        warnings(
            CONFIG.formatted("a", database, topic),
            CONFIG.formatted("b", otherDatabase, otherTopic));

    assertThat(warnings).hasSize(warned ? 1 : 0);
    assertThat(warnings)
        .allSatisfy(
            warning ->
                assertThat(warning.headline())
                    .startsWith("[topic-shared] connector-configs/copy.json:")
                    .contains("the connector shop writes rows to the same topic, "));
  }

  @Test
  void theFileOfTheSecondOneMayAcceptIt() {
    String config = CONFIG.formatted("b", "shop", "rows");
    BundleFolder bundle = bundle(CONFIG.formatted("a", "shop", "rows"), config);
    bundle.file(
        "copy.json",
        """
        {"name": "copy", "config": {%s, "database.server.id": 2},
         "accept": [{"rule": "topic-shared", "reason": "shards"}]}
        """
            .formatted(config));

    assertThat(warnings(bundle)).isEmpty();
  }

  private List<Problem> warnings(String shop, String copy) {
    return warnings(bundle(shop, copy));
  }

  private BundleFolder bundle(String shop, String copy) {
    return new BundleFolder(temp)
        .environment("test", "http://127.0.0.1:8083", "connectors: [{name: shop}, {name: copy}]")
        .connector("shop", shop)
        .connector("copy", copy);
  }

  private static List<Problem> warnings(BundleFolder bundle) {
    List<Problem> warnings = new ArrayList<>();
    new BundleLoader(new BundlePaths(bundle.root()), warnings::add).load("test", List.of());
    return warnings;
  }
}
