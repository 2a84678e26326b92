package io.mskcdc.local.msk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Predicate;

/**
 * The operations on tags.
 *
 * @param exists tells of an ARN whether there is such a resource
 */
record TagOperations(Tags tags, Predicate<String> exists) {
  ObjectNode tag(Input input) {
    input.required("tags");
    tags.add(require(input), Tags.read(input));
    return Json.object();
  }

  ObjectNode untag(Input input) {
    List<String> keys = input.parameters("tagKeys");
    if (keys.isEmpty()) {
      throw Input.missing("tagKeys");
    }
    tags.remove(require(input), keys);
    return Json.object();
  }

  ObjectNode list(Input input) {
    return tags.list(require(input));
  }

  private String require(Input input) {
    if (!exists.test(input.arn())) {
      throw MskConnectError.notFound("there is no resource " + input.arn());
    }
    return input.arn();
  }
}
