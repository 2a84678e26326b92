package io.mskcdc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.config.PropertiesParser.Property;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropertiesParserTest {
  private static final Path FILE = Path.of("worker.properties");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a=1\nb=2\n",
        "a=1\r\nb=2\r\n",
        "a=1\rb=2",
        "  a = 1 \n\tb : 2",
        "a 1\nb\t2\nc",
        "# comment \\\na=1\n! comment\nb=2",
        "a=1,\\\n   2,\\\r\n   3\nb=4",
        "a\\\n  b=1",
        "a\\=b\\:c\\ d=1",
        "a=\\u00e4\\t\\\\\nb=2",
        "a=1\\\\\nb=2",
        "a=b=c:d",
        "a=1\na=2",
        "=1",
        "a=\\\n# value\nb=2",
        "a\\\n=\\\n1",
        "a=1\\",
        "\n\n a \\\n\n b",
      })
  void theResultEqualsThatOfJavaUtilProperties(String text) throws Exception {
    Properties expected = new Properties();
    expected.load(new StringReader(text));

    Map<String, String> parsed = new TreeMap<>();
    PropertiesParser.parse(FILE, text)
        .forEach(property -> parsed.put(property.key(), property.value()));

    assertThat(parsed).isEqualTo(new TreeMap<>(expected));
  }

  @Test
  void eachKeyAndValueHasItsLineAndColumn() throws Exception {
    List<Property> parsed =
        PropertiesParser.parse(
            FILE,
            """
            # A comment.
            first=1
              second : 2,\\
                3
            third=\\
              4
            fourth
            """);

    assertThat(parsed)
        .containsExactly(
            new Property("first", "1", at(2, 1), at(2, 7)),
            new Property("second", "2,3", at(3, 3), at(3, 12)),
            new Property("third", "4", at(5, 1), at(6, 3)),
            new Property("fourth", "", at(7, 1), at(7, 7)));
  }

  @Test
  void givenAMalformedEscapeTheExceptionHasTheLocationOfTheProperty() {
    assertThatThrownBy(() -> PropertiesParser.parse(FILE, "a=1\n b=\\u00g0\n"))
        .isInstanceOfSatisfying(
            PropertiesParser.MalformedException.class,
            e -> assertThat(e.location()).isEqualTo(at(2, 2)));
  }

  private static Location at(int line, int column) {
    return new Location(FILE, line, column);
  }
}
