package io.mskcdc.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MaskedColumnsTest {
  @Test
  void findsTheColumnsOfMaskAndOfUnwrapMaskRoute() throws Exception {
    String config =
        """
        {"transforms.mask.hmac.columns": "db.a.x, db.b.y",
         "transforms.all.mask.partial.columns": "db.a.z",
         "transforms.all.mask.clear.columns": "db.a.id",
         "transforms.mask.clear.columns": "db.a.id",
         "transforms.mask.partial.keep.last": "4",
         "topic.prefix": "p"}""";

    assertThat(MaskedColumns.of(new ObjectMapper().readTree(config)))
        .containsOnly(
            Map.entry("db.a.x", "hmac"),
            Map.entry("db.b.y", "hmac"),
            Map.entry("db.a.z", "partial"));
  }
}
