package io.mskcdc.connect;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.catalog.QuotedSecrets;
import io.mskcdc.runtime.Validation;
import io.mskcdc.text.OneLine;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the response of config/validate. The response holds resolved config provider references and
 * secrets, and a message may quote one; such values are removed from the messages.
 */
final class ValidationResponse {
  private ValidationResponse() {}

  static Validation read(JsonNode response, Map<String, String> sent) {
    Set<String> declared = new LinkedHashSet<>();
    for (JsonNode entry : response.path("configs")) {
      JsonNode definition = entry.path("definition");
      if (definition.path("type").asText().equals("PASSWORD")) {
        declared.add(definition.path("name").asText());
      }
    }
    QuotedSecrets secrets = QuotedSecrets.of(sent, declared, resolved(response, sent));
    List<Validation.Finding> findings = new ArrayList<>();
    for (JsonNode entry : response.path("configs")) {
      JsonNode value = entry.path("value");
      for (JsonNode error : value.path("errors")) {
        String name = value.path("name").asText();
        findings.add(
            new Validation.Finding(
                name,
                isUnknown(value, sent.getOrDefault(name, ""))
                    ? "the value behind the reference is not valid"
                    : OneLine.of(secrets.hide(error.asText()))));
      }
    }
    return new Validation(findings, declared);
  }

  /** The response has no value that cannot be parsed, and the message quotes it. */
  private static boolean isUnknown(JsonNode value, String sent) {
    return sent.contains("${") && value.path("value").asText("").isEmpty();
  }

  private static Set<String> resolved(JsonNode response, Map<String, String> sent) {
    Set<String> resolved = new LinkedHashSet<>();
    for (JsonNode entry : response.path("configs")) {
      JsonNode value = entry.path("value");
      String text = value.path("value").asText("");
      if (sent.getOrDefault(value.path("name").asText(), "").contains("${")) {
        resolved.add(text);
      }
    }
    return resolved;
  }
}
