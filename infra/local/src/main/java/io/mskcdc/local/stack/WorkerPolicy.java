package io.mskcdc.local.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Supplies the IAM policy of the workers' role. */
public interface WorkerPolicy {
  /**
   * Returns the policy document.
   *
   * @param endpoints the variables of the stack's environment; not all of its parts run yet
   */
  JsonNode of(Map<String, String> endpoints);
}
