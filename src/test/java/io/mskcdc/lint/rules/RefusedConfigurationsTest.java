package io.mskcdc.lint.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.problem.ErrorCode;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configurations with which a connector does not start, or reads nothing. */
class RefusedConfigurationsTest {
  @TempDir Path temp;

  private void check(ErrorCode code, String connector, String findings) {
    assertThat(new LintedFile(temp).findings(code, connector))
        .isEqualTo(findings == null ? "" : findings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mysql                                        | error database.server.id
          mariadb & database.server.id=                | error database.server.id
          mysql & database.server.id=0                 | error database.server.id
          mysql & database.server.id=-5                | error database.server.id
          mysql & database.server.id=first             | error database.server.id
          mysql & database.server.id=5400              |
          mysql & database.server.id=${file:/f:id}     |
          postgresql                                   |
          jdbc-sink                                    |
          """)
  void aReplicaNeedsAnId(String connector, String findings) {
    check(ErrorCode.SERVER_ID_MISSING, connector, findings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mysql                                        | error topic.prefix
          mongodb & topic.prefix=                      | error topic.prefix
          postgresql & topic.prefix=the shop           | error topic.prefix
          sqlserver & topic.prefix=shop/eu             | error topic.prefix
          sqlserver & topic.prefix=Shop-eu_1.x         |
          mysql & topic.prefix=${file:/f:prefix}       |
          mysql & database.server.name=shop            |
          mongodb & mongodb.name=shop                  |
          spanner                                      |
          jdbc-sink                                    |
          a.OtherSourceConnector                       |
          """)
  void debeziumNeedsAPrefixThatTopicsCanHave(String connector, String findings) {
    check(ErrorCode.TOPIC_PREFIX_INVALID, connector, findings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mysql & tasks.max=2                          | error tasks.max
          oracle & tasks.max=4                         | error tasks.max
          postgresql & tasks.max=2                     | warning tasks.max
          mysql & tasks.max=1                          |
          mysql                                        |
          sqlserver & tasks.max=4                      |
          mongodb & tasks.max=4                        |
          jdbc-sink & tasks.max=4                      |
          """)
  void aConnectorOfOneLogHasOneTask(String connector, String findings) {
    check(ErrorCode.TASKS_UNUSED, connector, findings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mysql & max.batch.size=8192                          | error max.batch.size
          mysql & max.queue.size=2048                          | error max.queue.size
          mongodb & max.queue.size=500 & max.batch.size=500    | error max.queue.size
          mysql & max.queue.size=501 & max.batch.size=500      |
          mysql & max.batch.size=8191                          |
          mysql & max.queue.size=${file:/f:n}                  |
          jdbc-sink & max.batch.size=8192                      |
          """)
  void aQueueIsLargerThanABatch(String connector, String findings) {
    check(ErrorCode.QUEUE_TOO_SMALL, connector, findings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mysql & table.include.list=a.b & table.exclude.list=a.c            | error table.exclude.list
          mysql & database.include.list=a & database.exclude.list=c          | error database.exclude.list
          oracle & schema.include.list=a & schema.exclude.list=c             | error schema.exclude.list
          postgresql & column.include.list=a.b.c & column.exclude.list=a.b.d | error column.exclude.list
          mongodb & collection.include.list=a.b & collection.exclude.list=c  | error collection.exclude.list
          mariadb & gtid.source.includes=a & gtid.source.excludes=b          | error gtid.source.excludes
          mysql & database.include.list=a & table.exclude.list=a.c           |
          mysql & table.include.list=a.b & table.exclude.list=               |
          a.OtherSourceConnector & table.include.list=a & table.exclude.list=b |
          """)
  void theListsOfAKindExcludeEachOther(String connector, String findings) {
    check(ErrorCode.LISTS_CONFLICT, connector, findings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mysql & database.hostname=shop.cluster-ro-c1.eu-west-1.rds.amazonaws.com          | error database.hostname
          postgresql & database.hostname=Shop.cluster-ro-c1.eu-west-1.rds.amazonaws.com     | error database.hostname
          mariadb & database.hostname=shop.proxy-c1.eu-west-1.rds.amazonaws.com             | error database.hostname
          mysql & database.hostname=ro.endpoint.proxy-c1.cn-north-1.rds.amazonaws.com.cn    | error database.hostname
          mysql & database.hostname=shop.cluster-custom-c1.eu-west-1.rds.amazonaws.com      | warning database.hostname
          mysql & database.hostname=shop.cluster-c1.eu-west-1.rds.amazonaws.com             |
          mysql & database.hostname=shop-proxy-1.c1.eu-west-1.rds.amazonaws.com             |
          mysql & database.hostname=mysql.cluster-ro-1.example                              |
          sqlserver & database.hostname=shop.proxy-c1.eu-west-1.rds.amazonaws.com           |
          mysql                                                                             |
          """)
  void readersAndProxiesHaveNoLog(String connector, String findings) {
    check(ErrorCode.HOST_WITHOUT_BINLOG, connector, findings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mysql & signal.enabled.channels=kafka & read.only=true                              | error signal.kafka.bootstrap.servers
          mongodb & signal.enabled.channels=source,kafka & signal.data.collection=a.s         | error signal.kafka.bootstrap.servers
          mysql & signal.enabled.channels=kafka & signal.kafka.bootstrap.servers=b:1          | warning signal.data.collection
          mysql & signal.enabled.channels=jmx                                                 | warning signal.data.collection
          mysql & signal.enabled.channels=source                                              | warning signal.data.collection
          postgresql & signal.enabled.channels=source,jmx & read.only=true                    | warning signal.data.collection
          mysql & read.only=true                                                              | hint read.only
          mysql & signal.data.collection=a.s,b.s                                              | error signal.data.collection
          mysql & signal.enabled.channels=kafka & signal.kafka.bootstrap.servers=b:1 & read.only=true |
          mysql & signal.enabled.channels=source,kafka & signal.kafka.bootstrap.servers=b:1 & read.only=true |
          mysql & signal.enabled.channels=source,jmx & signal.data.collection=a.s             |
          mysql & signal.data.collection=a.s & read.only=true                                 |
          sqlserver & signal.data.collection=a.s,b.s                                          |
          postgresql & signal.enabled.channels=jmx                                            |
          mysql & signal.enabled.channels=${file:/f:channels}                                 |
          mysql                                                                               |
          """)
  void aChannelOfSignalsNeedsItsOptions(String connector, String findings) {
    check(ErrorCode.SIGNALS_UNUSABLE, connector, findings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mysql & topic.prefix=shop & schema.history.internal.kafka.topic=shop                  | error schema.history.internal.kafka.topic
          oracle & topic.prefix=shop & schema.history.internal.kafka.topic=shop & include.schema.changes=true | error schema.history.internal.kafka.topic
          mysql & topic.prefix=shop & schema.history.internal.kafka.topic=shop & include.schema.changes=False |
          mysql & topic.prefix=shop & schema.history.internal.kafka.topic=shop.history          |
          postgresql & topic.prefix=shop & schema.history.internal.kafka.topic=shop             |
          """)
  void aHistoryHasATopicOfItsOwn(String connector, String findings) {
    check(ErrorCode.HISTORY_TOPIC_IS_PREFIX, connector, findings);
  }
}
