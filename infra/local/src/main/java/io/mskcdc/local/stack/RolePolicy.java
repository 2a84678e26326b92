package io.mskcdc.local.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Where the IAM policy of the worker's role comes from. */
public interface RolePolicy {
  /**
   * Returns the policy document.
   *
   * @param endpoints the variables that the environment {@code local-iam} reads; they are known
   *     before anything listens there
   */
  JsonNode of(Map<String, String> endpoints);
}
