package io.mskcdc.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the columns that a connector's configuration masks. */
final class MaskedColumns {
  private static final Pattern OPTION =
      Pattern.compile("transforms\\.\\w+\\.(?:mask\\.)?(?!clear\\.)(\\w+)\\.columns");

  private MaskedColumns() {}

  /** Returns the masking method of each {@code database.table.column}. */
  static Map<String, String> of(JsonNode config) {
    Map<String, String> methods = new TreeMap<>();
    for (Map.Entry<String, JsonNode> option : config.properties()) {
      Matcher matcher = OPTION.matcher(option.getKey());
      if (matcher.matches()) {
        for (String column : option.getValue().asText().split("\\s*,\\s*")) {
          methods.put(column, matcher.group(1));
        }
      }
    }
    return methods;
  }
}
