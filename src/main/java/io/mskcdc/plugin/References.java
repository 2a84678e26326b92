package io.mskcdc.plugin;

import io.mskcdc.plugin.ClassFile.Reference;
import io.mskcdc.plugin.ClassPool.Found;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Follows the references into Kafka's API. */
final class References {
  private static final String KAFKA = "org/apache/kafka/";

  private References() {}

  static boolean isKafka(String name) {
    return name.startsWith(KAFKA);
  }

  /**
   * Returns the references of a plugin that lead nowhere, with the classes that hold them.
   *
   * @param pool the plugin and the API it is to meet
   */
  static Map<String, TreeSet<String>> unresolved(Plugin plugin, ClassPool pool) {
    Map<String, TreeSet<String>> unresolved = new TreeMap<>();
    for (Jar jar : plugin.jars()) {
      if (!jar.usesKafka()) {
        continue;
      }
      jar.classes()
          .keySet()
          .forEach(
              name -> {
                for (Reference reference : pool.find(name).orElseThrow().references()) {
                  if (leadsNowhere(reference, pool)) {
                    unresolved
                        .computeIfAbsent(reference.toString(), key -> new TreeSet<>())
                        .add(name.replace('/', '.'));
                  }
                }
              });
    }
    return unresolved;
  }

  private static boolean leadsNowhere(Reference reference, ClassPool pool) {
    String owner = reference.owner();
    if (isKafka(owner)) {
      if (!pool.has(owner)) {
        // A member of a class that is not there says the same again.
        return reference.member() == null;
      }
      return reference.member() != null && pool.member(owner, reference.member()) == Found.NO;
    }
    // What a plugin's class inherits from Kafka's is called by the plugin's name for it.
    return reference.member() != null
        && pool.extendsKafka(owner)
        && pool.member(owner, reference.member()) == Found.NO;
  }
}
