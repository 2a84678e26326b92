package io.mskcdc.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestedCommandsTest {
  @ParameterizedTest
  @CsvSource({
    "start it with: mskcdc resume shop, start it with: mskcdc resume --env staging shop",
    "create it with: mskcdc plan --save, create it with: mskcdc plan --env staging --save",
    "or mskcdc restart shop, or mskcdc restart --env staging shop",
    "see mskcdc mask suggest shop, see mskcdc mask suggest --env staging shop",
    "see mskcdc topic schema shop, see mskcdc topic schema --env staging shop",
    "write mskcdc.bundle, write mskcdc.bundle",
    "run mskcdc plugin verify FILE, run mskcdc plugin verify FILE",
  })
  void givenAnEnvironmentThenASuggestedCommandNamesIt(String text, String expected) {
    assertThat(SuggestedCommands.in("staging", null, null, text)).isEqualTo(expected);
    assertThat(SuggestedCommands.in(EnvironmentOptions.LOCAL, null, null, text)).isEqualTo(text);
  }

  @Test
  void givenAFolderThenASuggestedCommandNamesIt() {
    assertThat(SuggestedCommands.in("local", Path.of("/a/b"), null, "mskcdc plan"))
        .isEqualTo("mskcdc plan --configs /a/b");
    assertThat(SuggestedCommands.in("staging", Path.of("/it's $1"), null, "mskcdc plan shop"))
        .isEqualTo("mskcdc plan --env staging --configs '/it'\\''s $1' shop");
  }

  @Test
  void givenAFolderOfOffsetsThenOnlyTheSuggestedCommandsThatReadItNameIt() {
    String text = "mskcdc plan shop compares, mskcdc apply shop waits; or mskcdc status shop";

    assertThat(SuggestedCommands.in("local", null, Path.of("/a b"), text))
        .isEqualTo(
            "mskcdc plan --offsets-dir '/a b' shop compares,"
                + " mskcdc apply --offsets-dir '/a b' shop waits; or mskcdc status shop");
  }

  @Test
  void givenAFolderWithQuotesThenTheJsonThatSuggestsACommandStaysJson() throws IOException {
    String json =
        SuggestedCommands.inJson(
            "local", Path.of("/a\"b"), Path.of("/c\\d"), "{\"next\": \"mskcdc plan shop\"}");

    assertThat(new ObjectMapper().readTree(json).path("next").asText())
        .isEqualTo("mskcdc plan --configs '/a\"b' --offsets-dir '/c\\d' shop");
  }
}
