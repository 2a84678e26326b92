package io.mskcdc.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.problem.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The content of a JSON or YAML file, with the file, line and column of each key and value. After a
 * merge, what an overlay sets has its place in the overlay.
 */
public final class Document {
  private final Path file;
  private final ObjectNode root;
  private final Map<JsonPointer, Location> keys;
  private final Map<JsonPointer, Location> values;

  Document(
      Path file,
      ObjectNode root,
      Map<JsonPointer, Location> keys,
      Map<JsonPointer, Location> values) {
    this.file = file;
    this.root = root;
    this.keys = Collections.unmodifiableMap(keys);
    this.values = Collections.unmodifiableMap(values);
  }

  /** Returns a document without any key. */
  public static Document empty(Path file) {
    return new Document(file, JsonNodeFactory.instance.objectNode(), Map.of(), Map.of());
  }

  /**
   * Reads a JSON file.
   *
   * @throws ProblemException if it is not readable or not valid
   */
  public static Document read(BundlePaths paths, Path file) {
    return new StrictReader(paths).json(file);
  }

  /** Returns the values of an object that are no objects or lists, as texts by their keys. */
  public Map<String, String> texts(String object) {
    Map<String, String> texts = new LinkedHashMap<>();
    root.path(object).properties().stream()
        .filter(entry -> entry.getValue().isValueNode())
        .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }

  /** Returns the file; of a merged document, the one below the overlay. */
  public Path file() {
    return file;
  }

  ObjectNode root() {
    return root;
  }

  /** Applies an overlay (RFC 7386). Neither document changes. */
  Document mergedWith(Document overlay) {
    if (overlay.root.isEmpty()) {
      return this;
    }
    return new Document(
        file,
        (ObjectNode) MergePatch.apply(root, overlay.root),
        merged(keys, overlay.keys, overlay),
        merged(values, overlay.values, overlay));
  }

  /** An object that both have keeps its place: only some of its keys are the overlay's. */
  private Map<JsonPointer, Location> merged(
      Map<JsonPointer, Location> below, Map<JsonPointer, Location> above, Document overlay) {
    Map<JsonPointer, Location> merged = new HashMap<>(below);
    above.forEach(
        (pointer, location) -> {
          if (!root.at(pointer).isObject() || !overlay.root.at(pointer).isObject()) {
            merged.put(pointer, location);
          }
        });
    return merged;
  }

  /** Returns an object within the document, with the places of its keys and values. */
  Document part(JsonPointer path, UnaryOperator<JsonNode> conversion) {
    return new Document(
        file, (ObjectNode) conversion.apply(root.at(path)), below(path, keys), below(path, values));
  }

  private static Map<JsonPointer, Location> below(
      JsonPointer path, Map<JsonPointer, Location> places) {
    String above = path.toString();
    return places.entrySet().stream()
        .filter(place -> place.getKey().toString().startsWith(above + "/"))
        .collect(
            Collectors.toMap(
                place -> JsonPointer.compile(place.getKey().toString().substring(above.length())),
                Map.Entry::getValue));
  }

  /** Returns whether the document has a key, at this path of names. */
  public boolean has(String... path) {
    return !root.at(pointer(path)).isMissingNode();
  }

  /** Returns where a key is written; of a missing key, where the object is that should hold it. */
  public Location keyAt(String... path) {
    return keyAt(pointer(path));
  }

  /**
   * Returns where a key is written; of a missing key, where the object is that should hold it. The
   * root has no place of its own: a key that is missing there is missing in the file.
   */
  public Location keyAt(JsonPointer pointer) {
    if (pointer.matches()) {
      return Location.of(file);
    }
    // An element of a list has no key.
    Location place = keys.getOrDefault(pointer, values.get(pointer));
    return place == null ? keyAt(pointer.head()) : place;
  }

  /**
   * Returns where a value is written; of a missing key, where the object is that should hold it.
   */
  public Location valueAt(String... path) {
    return valueAt(pointer(path));
  }

  /**
   * Returns where a value is written; of a missing key, where the object is that should hold it.
   */
  public Location valueAt(JsonPointer pointer) {
    return pointer.matches() || !values.containsKey(pointer) ? keyAt(pointer) : values.get(pointer);
  }

  /**
   * Returns texts, numbers and booleans, in the file's order.
   *
   * @param wanted chooses by the names above a value, with dots between, and by its text
   */
  public List<WrittenValue> written(BiPredicate<String, String> wanted) {
    List<WrittenValue> written = new ArrayList<>();
    collect(JsonPointer::empty, "", root, wanted, written);
    return written;
  }

  /** Few values are wanted, so only theirs get a pointer. */
  private void collect(
      Supplier<JsonPointer> pointer,
      String key,
      JsonNode node,
      BiPredicate<String, String> wanted,
      List<WrittenValue> into) {
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        String name = key.isEmpty() ? entry.getKey() : key + "." + entry.getKey();
        collect(
            () -> pointer.get().appendProperty(entry.getKey()),
            name,
            entry.getValue(),
            wanted,
            into);
      }
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        int index = i;
        collect(() -> pointer.get().appendIndex(index), key, node.get(i), wanted, into);
      }
    } else if (!node.isNull() && wanted.test(key, node.asText())) {
      into.add(new WrittenValue(key, node.asText(), valueAt(pointer.get())));
    }
  }

  private static JsonPointer pointer(String... path) {
    JsonPointer pointer = JsonPointer.empty();
    for (String name : path) {
      pointer = pointer.appendProperty(name);
    }
    return pointer;
  }
}
