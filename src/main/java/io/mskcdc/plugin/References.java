package io.mskcdc.plugin;

import io.mskcdc.plugin.ClassFile.Reference;
import io.mskcdc.plugin.ClassPool.Found;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds references into Kafka's API that do not resolve. */
final class References {
  private static final String KAFKA = "org/apache/kafka/";

  private References() {}

  static boolean isKafka(String name) {
    return name.startsWith(KAFKA);
  }

  /**
   * Returns the unresolved references of a plugin, each with the classes that contain it.
   *
   * @param pool the classes of the plugin and of the API
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
                  if (isUnresolved(reference, pool)) {
                    unresolved
                        .computeIfAbsent(reference.toString(), key -> new TreeSet<>())
                        .add(name.replace('/', '.'));
                  }
                }
              });
    }
    return unresolved;
  }

  private static boolean isUnresolved(Reference reference, ClassPool pool) {
    String owner = reference.owner();
    if (isKafka(owner)) {
      if (!pool.has(owner)) {
        // Report a missing class once, and not each member of it.
        return reference.member() == null;
      }
      return reference.member() != null && pool.member(owner, reference.member()) == Found.NO;
    }
    // A member that a plugin's class inherits from Kafka's has the plugin's class as its owner.
    return reference.member() != null
        && pool.extendsKafka(owner)
        && pool.member(owner, reference.member()) == Found.NO;
  }
}
