package io.mskcdc.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalColoursTest {

  @ParameterizedTest
  @CsvSource({
    "    ,  ,  , true , true",
    "    ,  ,  , false, false",
    "1   ,  ,  , true , false",
    "1   ,  , 1, true , false",
    "    , 0,  , true , false",
    "    , 1,  , false, false",
    "    ,  , 1, false, true",
    "    , 0, 1, false, true",
    "    ,  , 0, false, false",
  })
  void coloursFollowTheTerminalAndTheEnvironment(
      String noColor, String cliColor, String force, boolean terminal, boolean expected) {
    Map<String, String> environment = new HashMap<>();
    put(environment, "NO_COLOR", noColor);
    put(environment, "CLICOLOR", cliColor);
    put(environment, "CLICOLOR_FORCE", force);

    assertThat(TerminalColours.of(environment, terminal).coloured()).isEqualTo(expected);
  }

  private static void put(Map<String, String> environment, String name, String value) {
    if (value != null) {
      environment.put(name, value);
    }
  }
}
