package io.mskcdc.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;

/**
 * The file of a DMS task as an environment wants it: overlay merged, variables replaced, checked
 * against dms.schema.json.
 *
 * @param name the task's name, equal to its file's
 * @param document its file, merged with the overlay
 * @param content its values, each as a text
 * @param accept the findings that it accepts
 */
public record DmsFile(String name, Document document, JsonNode content, List<Accept> accept) {
  /** No connector's name contains a slash. */
  private static final String PREFIX = "dms/";

  public DmsFile {
    accept = List.copyOf(accept);
  }

  /** Returns the name that no connector has, like {@code dms/orders}. */
  public String qualifiedName() {
    return PREFIX + name;
  }

  /** Returns whether a name is a task's {@link #qualifiedName}, and not a connector's. */
  public static boolean isQualifiedName(String name) {
    return name.startsWith(PREFIX);
  }

  /** Returns the file. */
  public Path file() {
    return document.file();
  }

  /**
   * Returns where a value is written; of a missing one, where the object is that should hold it.
   */
  public Location valueAt(JsonPointer pointer) {
    return document.valueAt(pointer);
  }

  /** Returns the task with other accepts. */
  public DmsFile withAccept(List<Accept> other) {
    return new DmsFile(name, document, content, other);
  }
}
