package io.mskcdc.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known to be missing and does no harm, with the reason: the list is allowed.json beside
 * this class.
 *
 * @param from the start of the names of the classes that it is allowed to
 * @param reference the start of what may be missing; for a class that cannot be loaded, empty
 * @param reason why it does no harm
 */
record Allowance(String from, String reference, String reason) {
  private static final String FILE = "allowed.json";

  /** Returns the allowances for references that lead nowhere. */
  static List<Allowance> forReferences() {
    return read("references");
  }

  /** Returns the allowances for classes that cannot be loaded. */
  static List<Allowance> forLoading() {
    return read("loading");
  }

  /** Returns the first of a list that covers a reference from a class. */
  static Optional<Allowance> covering(List<Allowance> list, String from, String reference) {
    return list.stream()
        .filter(one -> from.startsWith(one.from) && reference.startsWith(one.reference))
        .findFirst();
  }

  private static List<Allowance> read(String kind) {
    try (InputStream in = Allowance.class.getResourceAsStream(FILE)) {
      List<Allowance> list = new ArrayList<>();
      for (JsonNode one : new ObjectMapper().readTree(in).required(kind)) {
        list.add(
            new Allowance(
                one.required("from").asText(),
                one.path("reference").asText(),
                one.required("reason").asText()));
      }
      return list;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
