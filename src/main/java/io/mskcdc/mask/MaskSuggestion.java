package io.mskcdc.mask;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Entries for a connector's file after which every captured column is decided.
 *
 * @param entries the keys and values, in the order of the file
 * @param comments what to look at before using them, one sentence each
 */
public record MaskSuggestion(Map<String, String> entries, List<String> comments) {
  public MaskSuggestion {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    comments = List.copyOf(comments);
  }
}
