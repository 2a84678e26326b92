package io.mskcdc.plugin;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds duplicates in a plugin: the same class, two versions of a library, a shaded copy. */
final class Duplicates {
  /** Up to this number, classes of two libraries may share the end of a name by chance. */
  private static final int BY_CHANCE = 20;

  /** A package with fewer parts does not identify a library. */
  private static final int LEAST_PARTS = 3;

  private Duplicates() {}

  /** Returns a sentence for each pair of JARs; empty if there are no duplicates. */
  static List<String> in(Plugin plugin) {
    List<String> found = new ArrayList<>(versions(plugin));
    Map<String, Jar> owners = new HashMap<>();
    Map<String, TreeSet<String>> same = new TreeMap<>();
    for (Jar jar : plugin.jars()) {
      for (String name : jar.classes().keySet()) {
        Jar other = owners.putIfAbsent(name, jar);
        if (other != null) {
          same.computeIfAbsent(other.fileName() + " and " + jar.fileName(), pair -> new TreeSet<>())
              .add(name.replace('/', '.'));
        }
      }
    }
    same.forEach(
        (pair, names) ->
            found.add(
                pair + " hold the same classes: " + names.size() + ", such as " + names.first()));
    hidden(plugin, owners)
        .forEach(
            (pair, count) -> {
              if (count > BY_CHANCE) {
                found.add(count + " " + pair);
              }
            });
    return found;
  }

  // A shaded copy has the original name after the prefix of the relocation.
  private static Map<String, Integer> hidden(Plugin plugin, Map<String, Jar> owners) {
    Map<String, Integer> hidden = new TreeMap<>();
    for (Jar jar : plugin.jars()) {
      for (String name : jar.classes().keySet()) {
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
          String end = name.substring(slash + 1);
          if (end.chars().filter(c -> c == '/').count() < LEAST_PARTS) {
            break;
          }
          Jar original = owners.get(end);
          if (original != null && original != jar) {
            hidden.merge(
                "classes of "
                    + original.fileName()
                    + " are in "
                    + jar.fileName()
                    + " under another name",
                1,
                Integer::sum);
            break;
          }
        }
      }
    }
    return hidden;
  }

  private static List<String> versions(Plugin plugin) {
    Map<String, String> first = new HashMap<>();
    List<String> found = new ArrayList<>();
    for (Jar jar : plugin.jars()) {
      jar.texts()
          .forEach(
              (path, text) -> {
                if (path.startsWith("META-INF/maven/")) {
                  Properties pom = properties(text);
                  String library = pom.get("groupId") + ":" + pom.get("artifactId");
                  String here = pom.get("version") + " in " + jar.fileName();
                  String before = first.putIfAbsent(library, here);
                  if (before != null && !before.equals(here)) {
                    found.add(library + " is there twice: " + before + ", " + here);
                  }
                }
              });
    }
    return found.stream().sorted().toList();
  }

  private static Properties properties(String text) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }
}
