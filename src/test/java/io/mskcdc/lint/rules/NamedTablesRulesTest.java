package io.mskcdc.lint.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.config.BundleFolder;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.lint.EnvironmentLint;
import io.mskcdc.lint.LintEntry;
import io.mskcdc.problem.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists of tables and columns that contradict each other, or that match nothing. */
class NamedTablesRulesTest {
  private static final String MASK = "; transforms=m; transforms.m.type=io.mskcdc.smt.Mask";
  private static final String REGEX_ROUTER =
      "; transforms=r; transforms.r.type=org.apache.kafka.connect.transforms.RegexRouter";

  @TempDir Path temp;

  private void check(ErrorCode code, String connector, String findings) {
    assertThat(new LintedConnector(temp, connector).summary(code))
        .isEqualTo(findings == null ? "" : findings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mysql; table.include.list=orders                                       | error table.include.list
          postgresql; table.include.list=public.orders,customers                 | error table.include.list
          mysql; table.exclude.list=orders                                       | warning table.exclude.list
          mysql; snapshot.include.collection.list=orders                         | error snapshot.include.collection.list
          mysql; database.include.list=shop.orders                               | error database.include.list
          mysql; database.include.list=shop\\.orders                             | error database.include.list
          mysql; column.exclude.list=customers.email                             | warning column.exclude.list
          mysql; column.include.list=email                                       | error column.include.list
          sqlserver; column.mask.with.10.chars=customers\\.email                 | error column.mask.with.10.chars
          mysql; column.truncate.to.10.chars=email,shop.customers.name           | error column.truncate.to.10.chars
          mysql; database.include.list=shop; table.include.list=shop.a,store.b  | error table.include.list
          mysql; database.include.list=shop; table.include.list=store\\.b       | error table.include.list
          mysql; table.include.list=shop.orders,shop\\.customers,shop[.]a,.*     |
          mysql; table.include.list=orders\\Wlines                               |
          mysql; database.include.list=shop.*,sh[.]*                               |
          mysql; database.include.list=Shop_.*; table.include.list=shop_1.orders |
          mysql; column.mask.with.10.chars=.*email,.*\\.email,shop.customers.email |
          mysql; database.include.list=a; database.exclude.list=b; table.include.list=c.d |
          mysql; database.include.list=${file:/f:d}; table.include.list=c.d     |
          postgresql; database.include.list=shop; table.include.list=public.a   |
          spanner; table.include.list=orders                                     |
          mongodb; collection.include.list=orders                                |
          """)
  void anEntryIsComparedWithTheWholeName(String connector, String findings) {
    check(ErrorCode.ENTRY_MATCHES_NOTHING, connector, findings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          database.include.list=shop; column.mask.with.5.chars=store.customers.email     | error column.mask.with.5.chars
          table.include.list=shop.orders; column.mask.hash.SHA-256.with.salt.x=shop\\.customers\\.email | error column.mask.hash.SHA-256.with.salt.x
          database.include.list=shop; transforms.m.redact.columns=shop.a.b,store.a.b,store.a.c | error transforms.m.redact.columns
          table.exclude.list=shop.a; transforms.m.hmac.columns=shop.a.doc.email          | error transforms.m.hmac.columns
          database.include.list=shop; transforms.m.clear.columns=store.a.id              | hint transforms.m.clear.columns
          database.include.list=shop; column.mask.with.5.chars=Shop.customers.email      |
          database.include.list=shop; column.mask.with.5.chars=store.*\\.email           |
          database.include.list=shop; transforms.m.redact.columns=store.*.email          |
          database.include.list=shop; transforms.m.redact.columns=/store[.]a[.]email/    |
          table.include.list=shop.a; signal.data.collection=shop.s; transforms.m.redact.columns=shop.s.data |
          database.include.list=${file:/f:d}; column.mask.with.5.chars=store.customers.email |
          column.mask.with.5.chars=store.customers.email                                  |
          table.include.list=shop.order-lines; transforms.m.redact.columns=shop.order_lines.note |
          table.include.list=my-shop\\.order lines; transforms.m.redact.columns=my_shop.order_lines.note |
          database.include.list=my-shop; transforms.m.redact.columns=my_shop.orders.note  |
          database.include.list=shop; transforms.m.redact.columns=email                  |
          table.include.list=shop.order_lines; transforms.m.redact.columns=shop.order-lines.note | error transforms.m.redact.columns
          table.include.list=shop.order-lines; transforms.m.redact.columns=shop.orderlines.note | error transforms.m.redact.columns
          table.include.list=shop.order-lines; table.exclude.list=; column.mask.with.5.chars=shop.order_lines.note | error column.mask.with.5.chars
          """)
  void aMaskIsOfACapturedTable(String options, String findings) {
    check(ErrorCode.MASK_NOT_CAPTURED, "mysql" + MASK + "; " + options, findings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          message.key.columns=shop.a:id,email; column.mask.with.5.chars=shop.a.email                | error column.mask.with.5.chars
          message.key.columns=shop.b:id;shop\\..*:email; column.mask.with.5.chars=shop\\.a\\.email  | error column.mask.with.5.chars
          message.key.columns=shop.a:email; column.truncate.to.5.chars=shop.a.email                 | warning column.truncate.to.5.chars
          message.key.columns=shop.a:email; transforms.m.redact.columns=shop.a.email                | error transforms.m.redact.columns
          message.key.columns=shop.a:email; transforms.m.partial.columns=shop.a.email; transforms.m.partial.keep.last=4 | error transforms.m.partial.columns
          message.key.columns=shop.a:email; transforms.m.hmac.columns=shop.a.email; transforms.m.key.id=1; transforms.m.key.secret=${file:/f:k} |
          message.key.columns=shop.a:email; transforms.m.hmac.columns=shop.a.email; transforms.m.hmac.length=8; transforms.m.key.id=1; transforms.m.key.secret=${file:/f:k} | error transforms.m.hmac.columns
          message.key.columns=shop.a:email; column.mask.hash.SHA-256.with.salt.x=shop.a.email       |
          message.key.columns=shop.a:id; column.mask.with.5.chars=shop.a.email                      |
          message.key.columns=shop.b:email; column.mask.with.5.chars=shop.a.email                   |
          message.key.columns=shop.a:email; transforms.m.type=org.apache.kafka.connect.transforms.MaskField$Key; transforms.m.fields=email | error transforms.m.fields
          message.key.columns=shop.a:email; transforms.m.type=org.apache.kafka.connect.transforms.MaskField$Key; transforms.m.fields=phone |
          column.mask.with.5.chars=shop.a.email                                                      |
          """)
  void aMaskedKeyStaysUnique(String options, String findings) {
    check(ErrorCode.KEY_MASK_MERGES, "mysql" + MASK + "; " + options, findings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          shop.a:id,email | transforms=v; transforms.v.type=org.apache.kafka.connect.transforms.MaskField$Value; transforms.v.fields=phone, email | error transforms.v.fields
          shop.a:id;shop.b:email | transforms=v; transforms.v.type=org.apache.kafka.connect.transforms.MaskField$Value; transforms.v.fields=email | error transforms.v.fields
          shop.a:id       | transforms=v; transforms.v.type=org.apache.kafka.connect.transforms.MaskField$Value; transforms.v.fields=email |
          shop.a:email    | transforms=v,k; transforms.v.type=org.apache.kafka.connect.transforms.MaskField$Value; transforms.v.fields=email; transforms.k.type=org.apache.kafka.connect.transforms.MaskField$Key; transforms.k.fields=email |
          shop.a:email    | transforms=; transforms.v.type=org.apache.kafka.connect.transforms.MaskField$Value; transforms.v.fields=email |
          """)
  void aMaskOfValuesLeavesTheColumnInTheKey(String keys, String transforms, String findings) {
    check(
        ErrorCode.KEY_COLUMN_CLEAR,
        "mysql; message.key.columns=" + keys + "; " + transforms,
        findings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          shop.a,shop.b   | transforms.r.regex=(.*)\\.(.*)\\.(.*); transforms.r.replacement=rows      | warning transforms
          s1.a,s2.a       | transforms.r.regex=(.*)\\.(.*)\\.(.*); transforms.r.replacement=$3        | warning transforms
          shop.a,shop.b   | transforms.r.regex=(.*)\\.(.*)\\.(.*); transforms.r.replacement=$3        |
          shop.a,shop\\.a | transforms.r.regex=(.*)\\.(.*)\\.(.*); transforms.r.replacement=rows      |
          shop.*          | transforms.r.regex=(.*)\\.(.*)\\.(.*); transforms.r.replacement=rows      |
          shop.a,shop.b   | transforms.r.regex=(.*)\\.(.*)\\.(.*); transforms.r.replacement=rows; transforms.r.predicate=p; predicates=p; predicates.p.type=a.B |
          shop.a,shop.b   | transforms.r.regex=(.*)\\.(.*)\\.(.*); transforms.r.replacement=${file:/f:x} |
          """)
  void tablesOfOneRouterShareATopic(String tables, String router, String findings) {
    check(
        ErrorCode.TABLES_ROUTED_TOGETHER,
        "mysql; topic.prefix=p; table.include.list=" + tables + REGEX_ROUTER + "; " + router,
        findings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          io.mskcdc.smt.Route; transforms.r.rules=table:shop.* -> rows                                          | warning transforms
          io.mskcdc.smt.UnwrapMaskRoute; transforms.r.route.rules=table:shop.* -> rows; transforms.r.mask.key.secret=${file:/f:k} | warning transforms
          io.debezium.transforms.ByLogicalTableRouter; transforms.r.topic.regex=.*; transforms.r.topic.replacement=rows; transforms.r.key.enforce.uniqueness=false | warning transforms
          io.debezium.transforms.ByLogicalTableRouter; transforms.r.topic.regex=.*; transforms.r.topic.replacement=rows |
          io.debezium.transforms.ContentBasedRouter; transforms.r.topic.expression=x                            |
          io.debezium.transforms.outbox.EventRouter                                                              |
          """)
  void tablesOfOtherRoutersShareATopic(String router, String findings) {
    check(
        ErrorCode.TABLES_ROUTED_TOGETHER,
        "mysql; topic.prefix=p; table.include.list=shop.a,shop.b; transforms=r; transforms.r.type="
            + router,
        findings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mysql; snapshot.select.statement.overrides=shop.a                                                | error snapshot.select.statement.overrides
          mysql; snapshot.select.statement.overrides.shop.a=SELECT 1                                       | warning snapshot.select.statement.overrides.shop.a
          oracle; snapshot.select.statement.overrides=s.a; snapshot.select.statement.overrides.s.b=SELECT 1 | error snapshot.select.statement.overrides, warning snapshot.select.statement.overrides.s.b
          mysql; table.include.list=shop.b; snapshot.include.collection.list=shop.a                       | warning snapshot.include.collection.list
          mysql; database.include.list=shop; snapshot.select.statement.overrides=x.a; snapshot.select.statement.overrides.x.a=SELECT 1 | warning snapshot.select.statement.overrides
          mysql; table.include.list=shop.a; snapshot.select.statement.overrides=shop.a; snapshot.select.statement.overrides.shop.a=SELECT 1 |
          mysql; table.include.list=shop.a; snapshot.include.collection.list=shop.*                       |
          mysql; snapshot.select.statement.overrides=${file:/f:t}; snapshot.select.statement.overrides.shop.a=SELECT 1 |
          mongodb; snapshot.include.collection.list=a.b; collection.include.list=c.d                      |
          """)
  void aSnapshotUsesWhatIsListed(String connector, String findings) {
    check(ErrorCode.SNAPSHOT_ENTRY_UNUSED, connector, findings);
  }

  @Test
  void aSaltInAKeyIsHidden() {
    BundleFolder bundle =
        new BundleFolder(temp)
            .connector(
                "shop",
                "\"connector.class\": \"io.debezium.connector.mysql.MySqlConnector\","
                    + " \"column.mask.hash.SHA-256.with.salt.hunter2\": \"email\"");

    assertThat(
            EnvironmentLint.of(new BundlePaths(bundle.root()), List.of("test"), Rules.ALL)
                .get(0)
                .entries())
        .extracting(LintEntry::toString)
        .anyMatch(entry -> entry.contains("column.mask.hash.SHA-256.with.salt.(sensitive)"))
        .noneMatch(entry -> entry.contains("hunter2"));
  }
}
