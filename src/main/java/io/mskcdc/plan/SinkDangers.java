package io.mskcdc.plan;

import static io.mskcdc.plan.DangerCode.TOPIC_LEAVES;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.catalog.SinkTopics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The dangers of the topics that a sink reads. */
final class SinkDangers {
  private SinkDangers() {}

  static void add(Map<String, String> wanted, Map<String, String> live, List<Danger> dangers) {
    if (SinkTopics.areIn(live)) {
      leaving(wanted, live)
          .ifPresent(
              topics ->
                  dangers.add(
                      new Danger(
                          TOPIC_LEAVES,
                          live.containsKey(SinkTopics.LIST) ? SinkTopics.LIST : SinkTopics.PATTERN,
                          "the sink does not read "
                              + topics
                              + " any more; records that expire until it does again are missing in its"
                              + " target")));
    }
  }

  /** Which topics a former pattern matches is not known. */
  private static Optional<String> leaving(Map<String, String> wanted, Map<String, String> live) {
    String pattern = live.get(SinkTopics.PATTERN);
    if (pattern != null) {
      return pattern.equals(wanted.get(SinkTopics.PATTERN))
          ? Optional.empty()
          : Optional.of("topics that only " + pattern + " matches");
    }
    List<String> left =
        CommaList.of(live.get(SinkTopics.LIST)).stream()
            .filter(topic -> !isRead(topic, wanted))
            .toList();
    return left.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", left));
  }

  private static boolean isRead(String topic, Map<String, String> wanted) {
    try {
      return CommaList.of(wanted.getOrDefault(SinkTopics.LIST, "")).contains(topic)
          || wanted.containsKey(SinkTopics.PATTERN)
              && Pattern.matches(wanted.get(SinkTopics.PATTERN), topic);
    } catch (PatternSyntaxException e) {
      // The workers refuse it.
      return true;
    }
  }
}
