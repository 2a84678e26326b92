package io.mskcdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.catalog.PersonalData;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.MskEnvironment;
import io.mskcdc.lint.EnvironmentLint;
import io.mskcdc.lint.Rule;
import io.mskcdc.lint.Severity;
import io.mskcdc.lint.rules.Rules;
import io.mskcdc.problem.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Generates docs/rules.md from the rules themselves and the prose around them. To write the file,
 * run {@code mvn -pl src -am test -Dtest=RulesDocumentTest -Dmskcdc.rules.write}.
 */
class RulesDocumentTest {
  private static final Path DOCUMENT = Path.of("../docs/rules.md");
  private static final Path PROSE = Path.of("test/resources/rules-doc/rules.md");
  private static final Pattern NUMBERS = Pattern.compile("\\{\\{((?: (?:CDC|DMS)\\d{3})+) }}\n");
  private static final Pattern NUMBER = Pattern.compile("(?:CDC|DMS)\\d{3}");

  @TempDir Path temp;

  @Test
  void theDocumentContainsEachRuleOnce() throws IOException {
    Map<String, Rule> rules =
        Rules.documented().stream()
            .collect(
                Collectors.toMap(
                    rule -> rule.code().rule().orElseThrow(),
                    Function.identity(),
                    (a, b) -> {
                      throw new AssertionError(a.code() + " is documented twice");
                    },
                    TreeMap::new));
    Map<String, Rule> left = new TreeMap<>(rules);
    String document =
        NUMBERS
            .matcher(Files.readString(PROSE))
            .replaceAll(
                place ->
                    Matcher.quoteReplacement(
                        Stream.of(place.group(1).strip().split(" "))
                            .map(number -> section(number, left.remove(number)))
                            .collect(Collectors.joining("\n"))));
    document = document.replace("{{ personal names }}\n", personalNames());
    assertThat(left).as("rules without a place in " + PROSE).isEmpty();

    if (System.getProperty("mskcdc.rules.write") != null) {
      Files.writeString(DOCUMENT, document);
    }
    assertThat(DOCUMENT)
        .as("docs/rules.md is outdated: run this test with -Dmskcdc.rules.write")
        .content()
        .isEqualTo(document);
  }

  @Test
  void everyNumberOfACodeIsInTheDocument() throws IOException {
    List<String> documented =
        NUMBER.matcher(Files.readString(DOCUMENT)).results().map(m -> m.group()).toList();

    assertThat(documented)
        .containsAll(Stream.of(ErrorCode.values()).flatMap(c -> c.rule().stream()).toList());
  }

  @Test
  void theConnectorToBeginWithHasNoFinding() throws IOException {
    BundleFolder bundle = new BundleFolder(temp);
    String text = Files.readString(PROSE);
    new MskEnvironment(bundle).worker(block(text, "properties")).write();
    bundle.file("shop.json", block(text, "json"));

    assertThat(
            EnvironmentLint.of(new BundlePaths(bundle.root()), List.of("test"), Rules.ALL)
                .get(0)
                .entries())
        .isEmpty();
  }

  /** Returns the first block of a language behind the heading of the example. */
  private static String block(String text, String language) {
    String after = text.substring(text.indexOf("## A connector to begin with"));
    String begin = "```" + language + "\n";
    int start = after.indexOf(begin) + begin.length();
    return after.substring(start, after.indexOf("```\n", start));
  }

  @Test
  void aNumberBelongsToOneCode() {
    assertThat(Stream.of(ErrorCode.values()).flatMap(c -> c.rule().stream()))
        .doesNotHaveDuplicates();
  }

  private static String personalNames() {
    return Stream.of(PersonalData.values())
        .map(
            data ->
                "| %s | %s |\n"
                    .formatted(
                        data,
                        data.names().stream()
                            .map(name -> "`" + name + "`")
                            .collect(Collectors.joining(" "))))
        .collect(Collectors.joining("", "| data | names |\n|---|---|\n", ""));
  }

  private static String section(String number, Rule rule) {
    assertThat(rule).as("the rule %s, which has a place", number).isNotNull();
    return "### %s `%s`: %s\n\nLooks at %s. %s\n\n*Mend:* %s *Source:* %s.\n"
        .formatted(
            number,
            rule.code().code(),
            severity(rule.severity()),
            rule.looksAt(),
            rule.why(),
            rule.mend(),
            rule.source());
  }

  private static String severity(Severity severity) {
    return severity == Severity.ERROR_WHEN_CONNECTING
        ? "error for commands that connect"
        : severity.text();
  }
}
