package io.mskcdc.local.aws.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One page of a list.
 *
 * @param nextToken the token of the next page; empty for the last page
 */
public record Page<T>(List<T> entries, Optional<String> nextToken) {
  private static final int MAX_RESULTS = 100;

  /**
   * Returns the page that begins after the entry that a token names.
   *
   * @param id identifies an entry; a token is the encoded id of the last entry of the page before
   * @param token empty for the first page
   * @param size the greatest number of entries
   * @param unknownToken the error for a token that names no entry of the list
   */
  public static <T> Page<T> of(
      List<T> all,
      Function<T, String> id,
      Optional<String> token,
      int size,
      Supplier<ServiceError> unknownToken) {
    int from = token.isEmpty() ? 0 : after(token.get(), all, id).orElseThrow(unknownToken);
    int to = Math.min(all.size(), from + size);
    Optional<String> next =
        to < all.size() ? Optional.of(encode(id.apply(all.get(to - 1)))) : Optional.empty();
    return new Page<>(all.subList(from, to), next);
  }

  /**
   * Writes the page that a query requests with {@code maxResults} and {@code nextToken}.
   *
   * @param member the list's name in the output
   */
  public static <T> ObjectNode answer(
      Input input,
      String member,
      List<T> all,
      Function<T, String> id,
      Function<T, ObjectNode> summary) {
    Page<T> page =
        of(
            all,
            id,
            input.query("nextToken"),
            maxResults(input),
            () -> input.invalid("nextToken", "nextToken is not a token of this list, or outdated"));
    ObjectNode output = Json.object();
    ArrayNode entries = output.putArray(member);
    page.entries().forEach(entry -> entries.add(summary.apply(entry)));
    page.nextToken().ifPresent(token -> output.put("nextToken", token));
    return output;
  }

  private static int maxResults(Input input) {
    String text = input.query("maxResults").orElse(Integer.toString(MAX_RESULTS));
    if (!text.matches("[1-9][0-9]?|" + MAX_RESULTS)) {
      throw input.invalid("maxResults", "maxResults must be 1 to " + MAX_RESULTS);
    }
    return Integer.parseInt(text);
  }

  private static String encode(String id) {
    return Base64.getUrlEncoder().encodeToString(id.getBytes(StandardCharsets.UTF_8));
  }

  private static <T> Optional<Integer> after(String token, List<T> all, Function<T, String> id) {
    String last;
    try {
      last = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    int index = all.stream().map(id).toList().indexOf(last);
    return index < 0 ? Optional.empty() : Optional.of(index + 1);
  }
}
