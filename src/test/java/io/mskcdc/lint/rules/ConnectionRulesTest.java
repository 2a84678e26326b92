package io.mskcdc.lint.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.lint.Finding;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections that stop, restart or are not safe. */
class ConnectionRulesTest {
  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "heartbeat-off | warning | heartbeat.interval.ms | mysql",
        "heartbeat-off | warning | heartbeat.interval.ms | postgresql; heartbeat.interval.ms=0; heartbeat.action.query=SELECT 1",
        "keep-alive-off | warning | connect.keep.alive | mysql; connect.keep.alive=FALSE",
        "write-timeout-short | hint | binlog.net.write.timeout | mysql; database.hostname=shop.x.eu-west-1.rds.amazonaws.com",
        "write-timeout-short | hint | binlog.net.write.timeout | mariadb; database.hostname=shop.x.cn-north-1.rds.amazonaws.com.cn; binlog.net.write.timeout=0",
        "queue-unbounded | hint | max.queue.size.in.bytes | mysql; msk:3.7.x",
        "queue-unbounded | hint | max.queue.size.in.bytes | postgresql; msk:3.7.x; max.queue.size.in.bytes=0",
        "tls-not-verified | error | database.ssl.mode | mysql; database.hostname=shop.x.eu-west-1.rds.amazonaws.com",
        "tls-not-verified | error | database.ssl.mode | mysql; database.hostname=10.0.0.1; database.ssl.mode=required",
        "tls-not-verified | error | database.ssl.mode | mysql; database.hostname=db.internal; database.ssl.mode=Preferred",
        "tls-not-verified | error | database.ssl.mode | mysql; database.hostname=${file:/f:host}; database.ssl.mode=disabled",
        "tls-not-verified | error | database.ssl.mode | mariadb; database.hostname=db.example.com",
        "tls-not-verified | error | database.ssl.mode | mariadb; database.hostname=db.example.com; database.ssl.mode=trust",
        "tls-not-verified | error | database.ssl.mode | mariadb; database.hostname=db.example.com; database.ssl.mode=disable",
        "reload-restarts | warning | config.action.reload | mysql; database.password=${s:a:b}; worker:config.providers=s; worker:config.providers.s.class=io.mskcdc.secrets.SecretsManagerConfigProvider; worker:config.providers.s.param.ttl.restart=true",
        "reload-restarts | warning | config.action.reload | s3-sink; a.b=${s:a:b}; config.action.reload=restart; worker:config.providers=s; worker:config.providers.s.class=io.lenses.connect.secrets.providers.AWSSecretProvider",
        "reload-restarts | warning | config.action.reload | other; a.b=${s:a:b}; worker:config.providers=s; worker:config.providers.s.class=com.amazonaws.kafka.config.providers.SecretsManagerConfigProvider",
      })
  void finds(String code, String severity, String key, String config) {
    LintedConnector connector = new LintedConnector(temp, config);

    assertThat(connector.found(code)).containsExactly(connector.expected(severity, key));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "heartbeat-off | mysql; heartbeat.interval.ms=5000",
        "heartbeat-off | mysql; heartbeat.interval.m=5000",
        "heartbeat-off | mysql; heartbeat.interval.ms=${file:/f:i}",
        "heartbeat-off | mysql; env:local",
        "heartbeat-off | mysql; snapshot.mode=initial_only",
        "heartbeat-off | jdbc-source",
        "keep-alive-off | mysql; connect.keep.alive=true",
        "keep-alive-off | postgresql; connect.keep.alive=false",
        "write-timeout-short | mysql; database.hostname=shop.x.eu-west-1.rds.amazonaws.com; binlog.net.write.timeout=600",
        "write-timeout-short | mysql; database.hostname=db.example.com",
        "write-timeout-short | postgresql; database.hostname=shop.x.eu-west-1.rds.amazonaws.com",
        "queue-unbounded | mysql; msk:3.7.x; max.queue.size.in.bytes=67108864",
        "queue-unbounded | mysql",
        "queue-unbounded | s3-sink; msk:3.7.x",
        "tls-not-verified | mysql; database.hostname=db.example.com; database.ssl.mode=verify_ca",
        "tls-not-verified | mariadb; database.hostname=db.example.com; database.ssl.mode=verify-full",
        "tls-not-verified | mysql; database.hostname=db.example.com; database.ssl.mode=${file:/f:m}",
        "tls-not-verified | mysql; database.hostname=db.example.com; env:local-msk",
        "tls-not-verified | mysql; database.hostname=mysql",
        "tls-not-verified | mysql; database.hostname=LOCALHOST; database.ssl.mode=disabled",
        "tls-not-verified | mysql; database.hostname=127.0.0.1",
        "tls-not-verified | mysql; database.hostname=::1",
        "tls-not-verified | mysql; database.hostname=mysql.shop.svc",
        "tls-not-verified | mysql; database.hostname=mysql.shop.svc.cluster.local",
        "tls-not-verified | postgresql; database.hostname=db.example.com",
        "reload-restarts | mysql; database.password=${s:a:b}; worker:config.providers=s; worker:config.providers.s.class=io.mskcdc.secrets.SecretsManagerConfigProvider",
        "reload-restarts | mysql; database.password=${s:a:b}; config.action.reload=None; worker:config.providers=s; worker:config.providers.s.class=com.amazonaws.kafka.config.providers.SecretsManagerConfigProvider",
        "reload-restarts | mysql; database.password=${s:a:b}; worker:config.providers=s; worker:config.providers.s.class=org.apache.kafka.common.config.provider.FileConfigProvider",
        "reload-restarts | mysql; worker:config.providers=s; worker:config.providers.s.class=com.amazonaws.kafka.config.providers.SecretsManagerConfigProvider",
      })
  void doesNotFind(String code, String config) {
    assertThat(new LintedConnector(temp, config).found(code)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mysql | grows old until its log is purged",
        "postgresql | PostgreSQL keeps its log until the disk is full",
        "postgresql; heartbeat.action.query=SELECT 1 | heartbeat.action.query never runs",
      })
  void theMessageNamesWhatAMissingHeartbeatCosts(String config, String cost) {
    assertThat(new LintedConnector(temp, config).findings("heartbeat-off"))
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .endsWith(cost);
  }
}
