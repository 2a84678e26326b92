package io.mskcdc.smt.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.smt.Mask;
import io.mskcdc.smt.Masks;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Set;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class MaskStatusTest {

  private static final String PREFIX = "server-of-MaskStatusTest";
  private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

  private static Mask<SourceRecord> mask() {
    return Masks.of("clear.columns", "db.t.id", "unlisted", "null");
  }

  private static SourceRecord row(String table) {
    String topic = PREFIX + ".db." + table;
    Schema schema =
        Masks.row(topic)
            .field("id", Schema.INT64_SCHEMA)
            .field("b", Schema.STRING_SCHEMA)
            .field("a", Schema.STRING_SCHEMA)
            .build();
    Struct row = new Struct(schema).put("id", 1L).put("a", "clear-text").put("b", "clear-text");
    return Masks.record(topic, null, null, schema, row);
  }

  private static Set<ObjectName> names() throws Exception {
    return SERVER.queryNames(
        new ObjectName("io.mskcdc:type=mask,server=" + ObjectName.quote(PREFIX) + ",*"), null);
  }

  @Test
  void anMBeanCountsWithheldRecordsAndNamesUnlistedColumns() throws Exception {
    Mask<SourceRecord> mask = mask();
    mask.apply(row("t"));
    mask.apply(row("copy"));
    mask.apply(row("copy"));
    SourceRecord listed = row("t");
    listed.headers().addString("note", "clear-text");
    mask.apply(listed);

    ObjectName name = names().iterator().next();
    TabularData withheld = (TabularData) SERVER.getAttribute(name, "WithheldRecords");
    TabularData unlisted = (TabularData) SERVER.getAttribute(name, "UnlistedColumns");

    assertThat(withheld.get(new Object[] {"db.copy"}))
        .extracting(row -> row.get("value"))
        .isEqualTo(2L);
    assertThat(unlisted.get(new Object[] {"db.t"}))
        .extracting(row -> row.get("value"))
        .isEqualTo(new String[] {"a", "b", "note"});
    mask.close();
    assertThat(names()).isEmpty();
  }

  @Test
  void tasksInOneWorkerHaveMBeansOfTheirOwn() throws Exception {
    Mask<SourceRecord> one = mask();
    Mask<SourceRecord> other = mask();
    one.apply(row("copy"));
    other.apply(row("copy"));

    assertThat(names()).hasSize(2);

    one.close();
    assertThat(names()).hasSize(1);
    other.close();
  }

  @Test
  void nothingIsRegisteredWhileEveryColumnIsListed() throws Exception {
    Mask<SourceRecord> mask = Masks.of("clear.columns", "db.t.*", "unlisted", "null");
    mask.apply(row("t"));

    assertThat(names()).isEmpty();
    mask.close();
  }

  @Test
  void mapsAreReportedToo() {
    MaskStatus status = new MaskStatus();
    TableMasks tables =
        new TableMasks(
            MaskConfig.rules(Map.of("clear.columns", "db.t.id", "unlisted", "null")), status);

    tables.ofTopic(PREFIX + ".db.t").maps().row(Map.of("id", 1, "note", "x"));

    assertThat(status.getUnlistedColumns()).containsOnlyKeys("db.t");
    assertThat(status.getUnlistedColumns().get("db.t")).containsExactly("note");
    status.close();
  }
}
