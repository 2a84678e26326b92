package io.mskcdc.plugin;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;

/**
 * A class of a plugin that configurations can name.
 *
 * @param type the kind of class, like {@code transform}
 * @param name the name in configurations
 * @param declared whether a service file lists it; a worker with {@code
 *     plugin.discovery=service_load} finds only these
 */
public record PluginClass(String type, String name, boolean declared) {
  private static final String CONSTRUCTOR = "<init>()V";

  /** Finds the classes of a plugin, sorted by type and name. */
  static List<PluginClass> in(Plugin plugin, ClassPool pool) {
    Set<PluginClass> found = new HashSet<>();
    for (Jar jar : plugin.jars()) {
      for (PluginType type : PluginType.values()) {
        declared(jar, type).forEach(name -> found.add(new PluginClass(type.label(), name, true)));
      }
      if (jar.usesKafka()) {
        for (String name : jar.classes().keySet()) {
          inherited(name, pool, found);
        }
      }
    }
    return found.stream()
        .sorted(Comparator.comparing(PluginClass::type).thenComparing(PluginClass::name))
        .toList();
  }

  private static List<String> declared(Jar jar, PluginType type) {
    List<String> names = new ArrayList<>();
    for (String line : jar.texts().getOrDefault(type.serviceFile(), "").split("\\R")) {
      String name = line.replaceFirst("#.*", "").strip();
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
    return names;
  }

  private static void inherited(String name, ClassPool pool, Set<PluginClass> found) {
    if (!pool.extendsKafka(name) || !isInstantiable(pool.find(name).orElseThrow())) {
      return;
    }
    String written = name.replace('/', '.');
    for (PluginType type : PluginType.of(name, pool)) {
      if (!found.contains(new PluginClass(type.label(), written, true))) {
        found.add(new PluginClass(type.label(), written, false));
      }
    }
  }

  private static boolean isInstantiable(ClassFile file) {
    int never = Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE;
    return (file.access() & never) == 0
        && (file.access() & Opcodes.ACC_PUBLIC) != 0
        && file.declares(CONSTRUCTOR);
  }
}
