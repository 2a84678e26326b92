package io.mskcdc.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The classes that a plugin's code can use on a worker: its own, Kafka's API, the JDK's. */
final class ClassPool implements AutoCloseable {
  private final Map<String, byte[]> plugin = new HashMap<>();
  private final Map<String, Optional<ClassFile>> known = new HashMap<>();
  private final List<ZipFile> api = new ArrayList<>();

  /** The result of the search for a member. */
  enum Found {
    YES,
    NO,
    /** One of its superclasses or interfaces is not in the pool. */
    UNKNOWN
  }

  ClassPool(List<Jar> jars, List<Path> apiJars) {
    jars.forEach(jar -> plugin.putAll(jar.classes()));
    try {
      for (Path jar : apiJars) {
        api.add(new ZipFile(jar.toFile()));
      }
    } catch (IOException e) {
      close();
      throw new UncheckedIOException(e);
    }
  }

  boolean has(String name) {
    return find(name).isPresent();
  }

  /** Returns whether a class, a superclass or an interface of it declares a member. */
  Found member(String owner, String member) {
    Optional<ClassFile> found = find(owner);
    if (found.isEmpty()) {
      return Found.UNKNOWN;
    }
    if (found.get().declares(member)) {
      return Found.YES;
    }
    Found result = Found.NO;
    for (String supertype : supertypes(found.get())) {
      Found there = member(supertype, member);
      if (there == Found.YES) {
        return there;
      }
      result = there == Found.UNKNOWN ? there : result;
    }
    return result;
  }

  /** Returns whether a class is a subtype of another one, or the same. */
  boolean descends(String name, String ancestor) {
    return name.equals(ancestor)
        || find(name)
            .map(
                found ->
                    supertypes(found).stream().anyMatch(supertype -> descends(supertype, ancestor)))
            .orElse(false);
  }

  /** Returns whether a class extends or implements one of Kafka's. */
  boolean extendsKafka(String name) {
    return find(name)
        .map(
            found ->
                supertypes(found).stream()
                    .anyMatch(
                        supertype -> References.isKafka(supertype) || extendsKafka(supertype)))
        .orElse(false);
  }

  private static List<String> supertypes(ClassFile file) {
    List<String> supertypes = new ArrayList<>(file.interfaces());
    if (file.superName() != null) {
      supertypes.add(file.superName());
    }
    return supertypes;
  }

  Optional<ClassFile> find(String name) {
    Optional<ClassFile> found = known.get(name);
    if (found == null) {
      byte[] bytes = plugin.containsKey(name) ? plugin.get(name) : outside(name);
      found = Optional.ofNullable(bytes).map(ClassFile::new);
      known.put(name, found);
    }
    return found;
  }

  private byte[] outside(String name) {
    String path = name + ".class";
    try {
      for (ZipFile jar : api) {
        ZipEntry entry = jar.getEntry(path);
        if (entry != null) {
          try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
          }
        }
      }
      try (InputStream in = ClassLoader.getPlatformClassLoader().getResourceAsStream(path)) {
        return in == null ? null : in.readAllBytes();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    for (ZipFile jar : api) {
      try {
        jar.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
