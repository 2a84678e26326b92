package io.mskcdc.local.aws.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tags of a service's resources. */
public final class Tags {
  private static final int MAX_KEY = 128;
  private static final int MAX_VALUE = 256;

  private final Store<Tagged> store;
  private final int maxTags;
  private final ErrorModel errors;

  /**
   * @param maxTags how many tags the service's model allows on a resource
   */
  public Tags(Path folder, int maxTags, ErrorModel errors) {
    this.maxTags = maxTags;
    this.errors = errors;
    store = new Store<>(folder, Tagged.class, Tagged::arn, Tagged::arn);
  }

  /** The tags of one resource. */
  record Tagged(String arn, Map<String, String> tags) {}

  /** Reads and checks the tags of a request. */
  public Map<String, String> read(Input input) {
    Map<String, String> tags = input.map("tags");
    tags.forEach(
        (key, value) -> {
          if (key.isEmpty() || key.length() > MAX_KEY || value.length() > MAX_VALUE) {
            throw errors.invalidInput(
                "tags",
                String.format(
                    "a tag's key must have 1 to %d characters, its value 0 to %d",
                    MAX_KEY, MAX_VALUE));
          }
        });
    requireFew(tags);
    return tags;
  }

  private void requireFew(Map<String, String> tags) {
    if (tags.size() > maxTags) {
      throw errors.invalidInput("tags", "a resource may have at most " + maxTags + " tags");
    }
  }

  public synchronized void add(String arn, Map<String, String> added) {
    Map<String, String> tags = new TreeMap<>(of(arn));
    tags.putAll(added);
    requireFew(tags);
    if (!tags.isEmpty()) {
      store.put(new Tagged(arn, tags));
    }
  }

  synchronized void remove(String arn, List<String> keys) {
    Map<String, String> tags = new TreeMap<>(of(arn));
    keys.forEach(tags::remove);
    store.put(new Tagged(arn, tags));
  }

  public void removeAll(String arn) {
    store.remove(arn);
  }

  ObjectNode list(String arn) {
    ObjectNode output = Json.object();
    ObjectNode tags = output.putObject("tags");
    of(arn).forEach(tags::put);
    return output;
  }

  private Map<String, String> of(String arn) {
    return store.get(arn).map(Tagged::tags).orElse(Map.of());
  }
}
