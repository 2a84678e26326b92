package io.mskcdc.local.msk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One page of a list: up to maxResults entries, and the token for the next page. */
final class Page {
  private static final int MOST = 100;

  private Page() {}

  /**
   * Writes the page that an input asks for.
   *
   * @param member the list's name in the output
   * @param arn an entry's ARN; the token names the last entry that was listed
   */
  static <T> ObjectNode of(
      String member,
      List<T> all,
      Function<T, String> arn,
      Function<T, ObjectNode> summary,
      Input input) {
    int from = input.parameter("nextToken").map(token -> after(token, all, arn)).orElse(0);
    int to = Math.min(all.size(), from + maxResults(input));
    ObjectNode page = Json.object();
    ArrayNode entries = page.putArray(member);
    all.subList(from, to).forEach(entry -> entries.add(summary.apply(entry)));
    if (to < all.size()) {
      byte[] last = arn.apply(all.get(to - 1)).getBytes(StandardCharsets.UTF_8);
      page.put("nextToken", Base64.getUrlEncoder().encodeToString(last));
    }
    return page;
  }

  private static int maxResults(Input input) {
    Optional<String> text = input.parameter("maxResults");
    if (text.isEmpty()) {
      return MOST;
    }
    if (!text.get().matches("[1-9][0-9]?|" + MOST)) {
      throw MskConnectError.badRequest("maxResults", "maxResults must be 1 to " + MOST);
    }
    return Integer.parseInt(text.get());
  }

  private static <T> int after(String token, List<T> all, Function<T, String> arn) {
    try {
      String last = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      int index = all.stream().map(arn).toList().indexOf(last);
      if (index >= 0) {
        return index + 1;
      }
    } catch (IllegalArgumentException e) {
      // No token of ours.
    }
    throw MskConnectError.badRequest("nextToken", "nextToken is none of this list, or no longer");
  }
}
