package io.mskcdc.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocationTest {
  @TempDir Path temp;
  private StrictReader reader;

  @BeforeEach
  void reader() {
    reader = new StrictReader(new BundlePaths(temp));
  }

  @Test
  void givenJsonEachKeyAndValueHasItsLineAndColumn() throws Exception {
    Document document =
        reader.json(
            file(
                "shop.json",
                """
                {
                  "name": "größe", "owner": "team",
                  "config": {
                    "tasks.max":   1,
                    "list": ["a", {"b": null}]
                  }
                }
                """));

    assertThat(at(document.keyAt("name"))).isEqualTo("2:3");
    assertThat(at(document.valueAt("name"))).isEqualTo("2:11");
    assertThat(at(document.keyAt("owner"))).as("columns are characters").isEqualTo("2:20");
    assertThat(at(document.keyAt("config", "tasks.max"))).isEqualTo("4:5");
    assertThat(at(document.valueAt("config", "tasks.max"))).isEqualTo("4:20");
    assertThat(at(document.valueAt("config", "list", "1", "b"))).isEqualTo("5:25");
  }

  @Test
  void givenYamlEachKeyAndValueHasItsLineAndColumn() throws Exception {
    Document document =
        reader.yaml(
            file(
                "environment.yaml",
                """
                # A comment.
                target: connect
                connect: {url: "http://h:1"}
                connectors:
                  - name: shop
                  - name: other
                    state: paused
                """));

    assertThat(at(document.valueAt("target"))).isEqualTo("2:9");
    assertThat(at(document.valueAt("connect", "url"))).isEqualTo("3:16");
    assertThat(at(document.valueAt("connectors", "0", "name"))).isEqualTo("5:11");
    assertThat(at(document.valueAt("connectors", "1"))).isEqualTo("6:5");
    assertThat(at(document.keyAt("connectors", "1", "state"))).isEqualTo("7:5");
  }

  @Test
  void givenAMissingKeyTheLocationIsTheObjectThatShouldHoldIt() throws Exception {
    Document document = reader.json(file("shop.json", "{\"a\": {\"b\": 1}}"));

    assertThat(at(document.valueAt("a", "c", "d"))).isEqualTo("1:2");
    assertThat(document.valueAt("e").line()).as("the file as a whole").isZero();
  }

  @Test
  void givenAnOverlayTheKeysItSetsAreLocatedInTheOverlayAndTheOthersInTheFile() throws Exception {
    Path base = file("shop.json", "{\"config\": {\n\"kept\": 1,\n\"changed\": 1}}");
    Path overlay = file("overlay.json", "{\"config\": {\"changed\": 2, \"new\": 3}}");

    Document merged = reader.json(base).mergedWith(reader.json(overlay));

    assertThat(merged.keyAt("config", "kept")).isEqualTo(new Location(base, 2, 1));
    assertThat(merged.keyAt("config", "changed")).isEqualTo(new Location(overlay, 1, 13));
    assertThat(merged.valueAt("config", "new")).isEqualTo(new Location(overlay, 1, 34));
    assertThat(merged.keyAt("config")).isEqualTo(new Location(base, 1, 2));
  }

  @Test
  void givenAByteOrderMarkTheFirstColumnIsOne() throws Exception {
    Document document = reader.json(file("shop.json", "\uFEFF{\"a\": 1}"));

    assertThat(at(document.keyAt("a"))).isEqualTo("1:2");
  }

  private Path file(String name, String content) throws Exception {
    return Files.writeString(temp.resolve(name), content);
  }

  private static String at(Location location) {
    return location.line() + ":" + location.column();
  }
}
