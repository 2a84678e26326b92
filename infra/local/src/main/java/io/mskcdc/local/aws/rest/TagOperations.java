package io.mskcdc.local.aws.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Predicate;

/**
 * The operations on tags of a rest-json service.
 *
 * @param exists whether the service has a resource with an ARN
 */
public record TagOperations(Tags tags, Predicate<String> exists) {
  private static final String PATH = "/{resourceArn}";

  /**
   * Adds the operations TagResource, UntagResource and ListTagsForResource.
   *
   * @param path their path without the ARN
   */
  public void addTo(Routes routes, String path) {
    routes
        .add("TagResource", "POST", path + PATH, this::tag)
        .add("UntagResource", "DELETE", path + PATH, this::untag)
        .add("ListTagsForResource", "GET", path + PATH, this::list);
  }

  private ObjectNode tag(Input input) {
    input.requiredJson("tags");
    tags.add(existing(input), tags.read(input));
    return Json.object();
  }

  private ObjectNode untag(Input input) {
    List<String> keys = input.queryAll("tagKeys");
    if (keys.isEmpty()) {
      throw input.missing("tagKeys");
    }
    tags.remove(existing(input), keys);
    return Json.object();
  }

  private ObjectNode list(Input input) {
    return tags.list(existing(input));
  }

  private String existing(Input input) {
    String arn = input.path("resourceArn");
    if (!exists.test(arn)) {
      throw input.notFound("there is no resource " + arn);
    }
    return arn;
  }
}
