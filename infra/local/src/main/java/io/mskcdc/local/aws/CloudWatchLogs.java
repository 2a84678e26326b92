package io.mskcdc.local.aws;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.aws.rest.AwsJsonService;
import io.mskcdc.local.aws.rest.AwsJsonService.Protocol;
import io.mskcdc.local.aws.rest.ErrorModel;
import io.mskcdc.local.aws.rest.Input;
import io.mskcdc.local.aws.rest.Json;
import io.mskcdc.local.aws.rest.LocalService;
import io.mskcdc.local.aws.rest.VerifiedRequest;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Amazon CloudWatch Logs with the operation FilterLogEvents, which returns the events of a log
 * group, the oldest first. A filter pattern may be {@code ?"a text" ?"another text"}: any of the
 * texts.
 *
 * <p>Format: "FilterLogEvents" in the CloudWatch Logs API Reference; "Filter pattern syntax" in the
 * CloudWatch Logs User Guide.
 */
public final class CloudWatchLogs {
  private static final String NAME = "logs";
  private static final int MAX_LIMIT = 10_000;
  private static final Pattern TEXT = Pattern.compile("\\?\"([^\"]+)\"");
  private static final Pattern ANY_OF = Pattern.compile("(" + TEXT + "\\s*)*");
  private static final ErrorModel ERRORS =
      ErrorModel.ofAwsJson("message", "InvalidParameterException", "ResourceNotFoundException");

  private final Function<String, Optional<List<Event>>> groups;

  private CloudWatchLogs(Function<String, Optional<List<Event>>> groups) {
    this.groups = groups;
  }

  /** A log event. */
  public record Event(String stream, Instant time, String message) {}

  /**
   * Returns the service over log groups.
   *
   * @param groups returns the events of a group by its name; empty if there is no such group
   */
  public static LocalService of(Function<String, Optional<List<Event>>> groups) {
    return new AwsJsonService(
        NAME,
        Protocol.V1_1,
        "Logs_20140328",
        ERRORS,
        Map.of("FilterLogEvents", new CloudWatchLogs(groups)::filterLogEvents));
  }

  private ObjectNode filterLogEvents(Input input, VerifiedRequest call) {
    String group = input.requiredText("logGroupName");
    call.authorize("logs:FilterLogEvents", List.of(call.arn(NAME, "log-group:" + group + ":*")));
    Predicate<String> pattern = pattern(input);
    int limit = input.number("limit").orElse(MAX_LIMIT);
    if (limit < 1 || limit > MAX_LIMIT) {
      throw input.invalid("limit", "limit must be 1 to " + MAX_LIMIT);
    }
    List<Event> events =
        groups
            .apply(group)
            .orElseThrow(() -> ERRORS.resourceNotFound("there is no log group " + group))
            .stream()
            .filter(event -> matches(event, input) && pattern.test(event.message()))
            .sorted(Comparator.comparing(Event::time))
            .toList();
    return page(events, from(input, events.size()), limit);
  }

  private static Predicate<String> pattern(Input input) {
    String pattern = input.text("filterPattern").orElse("").strip();
    if (!ANY_OF.matcher(pattern).matches()) {
      throw input.invalid(
          "filterPattern", "the local service supports only filter patterns like ?\"a\" ?\"b\"");
    }
    List<String> texts = TEXT.matcher(pattern).results().map(found -> found.group(1)).toList();
    return message -> texts.isEmpty() || texts.stream().anyMatch(message::contains);
  }

  private static boolean matches(Event event, Input input) {
    long time = event.time().toEpochMilli();
    List<String> streams = input.texts("logStreamNames");
    return time >= input.longNumber("startTime").orElse(Long.MIN_VALUE)
        && time <= input.longNumber("endTime").orElse(Long.MAX_VALUE)
        && event.stream().startsWith(input.text("logStreamNamePrefix").orElse(""))
        && (streams.isEmpty() || streams.contains(event.stream()));
  }

  // A token is a position in the list: new events are appended.
  private static int from(Input input, int size) {
    String token = input.text("nextToken").orElse("0");
    if (!token.matches("[0-9]{1,9}") || Integer.parseInt(token) > size) {
      throw input.invalid("nextToken", "nextToken is not a token of this list");
    }
    return Integer.parseInt(token);
  }

  private static ObjectNode page(List<Event> events, int from, int limit) {
    ObjectNode output = Json.object();
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
}
