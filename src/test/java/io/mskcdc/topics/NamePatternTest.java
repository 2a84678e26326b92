package io.mskcdc.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.topics.NamePattern.Replaced;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // name | regular expression | replacement | result | whether every name matches
        "p.shop.orders | ([^.]+)\\.([^.]+)\\.([^.]+) | $2.$3            | shop.orders | true",
        "p.shop.*      | ([^.]+)\\.([^.]+)\\.([^.]+) | $2.$3            | shop.*      | true",
        "p.*.*         | ([^.]+)\\.([^.]+)\\.([^.]+) | $2.$3            | *.*         | true",
        "p.*.*         | p\\.(.*)                    | cdc-$1           | cdc-*.*     | true",
        "p.shop.*      | p\\.(?<rest>.*)             | ${rest}          | shop.*      | true",
        "p.shop.*      | p\\.shop\\.(.)(.*)          | $2-$1            | *-*         | true",
        "p.shop.o_*    | p\\.shop\\.(o)_(.*)         | $2.$1            | *.o         | true",
        "p.shop.*      | (p)\\.(shop)\\.(.*)         | $20\\$           | shop0$      | true",
        "p.shop.*      | p\\.shop\\.([a-z]+)         | t.$1             | t.*         | false",
        "p.shop.*      | p\\.shop\\.audit_(.*)       | audit.$1         | audit.*     | false",
        "p.shop.*      | p\\.(shop)\\.audit_(.*)     | $1.audit         | *.audit     | false",
      })
  void unknownPartsStayUnknownInTheReplacement(
      String name, String regex, String replacement, String expected, boolean always) {
    assertThat(replaced(name, regex, replacement))
        .isEqualTo(new Replaced(Set.of(expected), always));
  }

  /** Compares with all names of up to four letters, of which the patterns match some. */
  @Test
  void twoPatternsHaveACommonNameIfANameMatchesBoth() {
    List<String> names = new ArrayList<>(List.of(""));
    List<String> patterns = new ArrayList<>(List.of(""));
    for (int i = 0; i < names.size() && names.get(i).length() < 4; i++) {
      names.add(names.get(i) + "a");
      names.add(names.get(i) + "b");
    }
    for (int i = 0; i < patterns.size() && patterns.get(i).length() < 3; i++) {
      for (String next : List.of("a", "b", "*")) {
        patterns.add(patterns.get(i) + next);
      }
    }
    for (String one : patterns) {
      for (String other : patterns) {
        assertThat(NamePattern.haveCommonName(one, other))
            .as(one + " and " + other)
            .isEqualTo(names.stream().anyMatch(name -> matches(one, name) && matches(other, name)));
      }
    }
  }

  private static boolean matches(String pattern, String name) {
    return name.matches(pattern.replace("*", ".*"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "p.shop.orders | p\\.shop\\.customers",
        "p.shop.*      | p\\.stock\\.(.*)",
        "p.shop.*      | shop\\.(.*)",
        "p.shop.*      | p",
      })
  void aNameWithAnotherBeginningIsNotMatched(String name, String regex) {
    assertThat(replaced(name, regex, "x")).isEqualTo(Replaced.NEVER);
  }

  @Test
  void aNameThatAnotherCoversIsLeftOut() {
    assertThat(NamePattern.leastOf(Set.of("a.*", "a.b", "a.b.*", "b", "*-x")))
        .containsExactly("*-x", "a.*", "b");
  }

  private static Replaced replaced(String name, String regex, String replacement) {
    return new NamePattern(name).replace(Pattern.compile(regex), new RegexReplacement(replacement));
  }
}
