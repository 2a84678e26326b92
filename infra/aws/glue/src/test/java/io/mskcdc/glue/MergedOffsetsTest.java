package io.mskcdc.glue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MergedOffsetsTest {
  @Test
  void givenNoOffsetsThenAllChangesAreLaterAndNoneIsEarlier() {
    MergedOffsets none = MergedOffsets.parse("");

    assertThat(none.isEmpty()).isTrue();
    assertThat(none.after()).isEqualTo("TRUE");
    assertThat(none.upTo()).isEqualTo("FALSE");
  }

  @Test
  void givenOffsetsThenAPartitionWithoutOneIsLater() {
    MergedOffsets offsets = MergedOffsets.parse("2:7,0:41");

    assertThat(offsets.text()).isEqualTo("0:41,2:7");
    assertThat(offsets.after())
        .isEqualTo(
            "(`__partition` = 0 AND `__offset` > 41) OR (`__partition` = 2 AND `__offset` > 7)"
                + " OR `__partition` NOT IN (0, 2)");
    assertThat(offsets.upTo())
        .isEqualTo(
            "(`__partition` = 0 AND `__offset` <= 41) OR (`__partition` = 2 AND `__offset` <= 7)");
  }

  @Test
  void givenLaterOffsetsOfSomePartitionsThenTheOthersStay() {
    assertThat(MergedOffsets.parse("0:41,2:7").with(Map.of(2, 9L, 3, 0L)).text())
        .isEqualTo("0:41,2:9,3:0");
  }

  @Test
  void givenAnotherTextThenItIsAnError() {
    assertThatThrownBy(() -> MergedOffsets.parse("0:1,2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not partition:offset: 2");
  }
}
