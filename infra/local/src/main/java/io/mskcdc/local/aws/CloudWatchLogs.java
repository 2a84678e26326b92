package io.mskcdc.local.aws;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.aws.rest.LocalService;
import io.mskcdc.local.aws.rest.ServiceError;
import io.mskcdc.local.aws.rest.VerifiedRequest;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Amazon CloudWatch Logs' FilterLogEvents: the events of a log group, the oldest first.
 *
 * <p>Format: "FilterLogEvents" in the CloudWatch Logs API Reference; of the filter patterns none.
 */
public final class CloudWatchLogs {
  private static final String NAME = "logs";
  private static final int MOST = 10_000;

  private final Function<String, Optional<List<Event>>> groups;

  private CloudWatchLogs(Function<String, Optional<List<Event>>> groups) {
    this.groups = groups;
  }

  /** Something that was logged. */
  public record Event(String stream, Instant time, String message) {}

  /**
   * Returns the service over log groups.
   *
   * @param groups gives a group's events by its name; empty when there is no such group
   */
  public static LocalService of(Function<String, Optional<List<Event>>> groups) {
    return new JsonService(
        NAME,
        "Logs_20140328",
        "message",
        Map.of("FilterLogEvents", new CloudWatchLogs(groups)::filterLogEvents));
  }

  private ObjectNode filterLogEvents(JsonInput input, VerifiedRequest call) {
    String group =
        input.text("logGroupName").orElseThrow(() -> invalid("logGroupName is required"));
    call.authorize("logs:FilterLogEvents", List.of(call.arn(NAME, "log-group:" + group + ":*")));
    if (input.text("filterPattern").filter(pattern -> !pattern.isBlank()).isPresent()) {
      throw invalid("a filterPattern is not supported here");
    }
    int limit = input.number("limit").orElse(MOST);
    if (limit < 1 || limit > MOST) {
      throw invalid("limit must be 1 to " + MOST);
    }
    List<Event> events =
        groups
            .apply(group)
            .orElseThrow(
                () ->
                    new ServiceError("ResourceNotFoundException", "there is no log group " + group))
            .stream()
            .filter(event -> isAsked(event, input))
            .sorted(Comparator.comparing(Event::time))
            .toList();
    return page(events, from(input, events.size()), limit);
  }

  private static boolean isAsked(Event event, JsonInput input) {
    long time = event.time().toEpochMilli();
    List<String> streams = input.texts("logStreamNames");
    return time >= input.longNumber("startTime").orElse(Long.MIN_VALUE)
        && time <= input.longNumber("endTime").orElse(Long.MAX_VALUE)
        && event.stream().startsWith(input.text("logStreamNamePrefix").orElse(""))
        && (streams.isEmpty() || streams.contains(event.stream()));
  }

  // Events are only ever added at the end, so a token can be a number.
  private static int from(JsonInput input, int size) {
    String token = input.text("nextToken").orElse("0");
    if (!token.matches("[0-9]{1,9}") || Integer.parseInt(token) > size) {
      throw invalid("nextToken is none of this list");
    }
    return Integer.parseInt(token);
  }

  private static ObjectNode page(List<Event> events, int from, int limit) {
    ObjectNode output = JsonService.output();
    ArrayNode list = output.putArray("events");
    int to = Math.min(events.size(), from + limit);
    for (int i = from; i < to; i++) {
      Event event = events.get(i);
      list.addObject()
          .put("logStreamName", event.stream())
          .put("timestamp", event.time().toEpochMilli())
          .put("ingestionTime", event.time().toEpochMilli())
          .put("message", event.message())
          .put("eventId", String.format("%056d", i));
    }
    if (to < events.size()) {
      output.put("nextToken", Integer.toString(to));
    }
    return output;
  }

  private static ServiceError invalid(String message) {
    return new ServiceError("InvalidParameterException", message);
  }
}
