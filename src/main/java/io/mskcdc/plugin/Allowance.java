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
 * An exception from the checks, for a known defect that does no harm. The exceptions are listed in
 * allowed.json beside this class.
 *
 * @param from the beginning of the names of the classes with the defect
 * @param reference the beginning of the references that may be unresolved; empty in an exception
 *     for classes that cannot be loaded
 * @param reason why the defect does no harm
 */
record Allowance(String from, String reference, String reason) {
  private static final String FILE = "allowed.json";

  /** Returns the exceptions for unresolved references. */
  static List<Allowance> forReferences() {
    return read("references");
  }

  /** Returns the exceptions for classes that cannot be loaded. */
  static List<Allowance> forLoading() {
    return read("loading");
  }

  /** Returns the first exception of a list that covers a reference from a class. */
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
