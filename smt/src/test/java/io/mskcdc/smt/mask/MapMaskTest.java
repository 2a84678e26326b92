package io.mskcdc.smt.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.smt.event.TableName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MapMaskTest {

  @Test
  void cachesAreBoundedWhenTheKeysOfAMapAreData() {
    SeenColumns columns = new SeenColumns();
    MaskRules rules = MaskConfig.rules(Map.of("null.columns", "db.t.c"));
    MapMask mask =
        new MapMask(rules, List.of(TableName.ofTopic("p.db.t")), columns, unlisted -> {});

    for (int i = 0; i < 25_000; i++) {
      assertThat(mask.row(Map.of("k" + i, i, "c", "x"))).containsEntry("k" + i, i);
    }

    assertThat(mask.paths()).isLessThanOrEqualTo(10_000);
    assertThat(columns.version()).isLessThanOrEqualTo(10_001);
  }
}
