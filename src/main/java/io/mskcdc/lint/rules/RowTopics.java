package io.mskcdc.lint.rules;

import io.mskcdc.catalog.ProviderReference;
import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.catalog.Topic;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.topics.TopicRouting;
import java.util.List;
import java.util.Map;

/** The topics of a connector's rows, after routing. */
final class RowTopics {
  private RowTopics() {}

  /** Returns their names, with {@link Topic#ANY} for a part that is not known. */
  static List<String> of(SourceConnector source, RenderedConnector connector) {
    Map<String, String> config = ProviderReference.unknownIn(connector.config());
    List<Topic> rows =
        source.topics(config, warning -> {}).stream()
            .filter(topic -> topic.kind() == Topic.Kind.ROW)
            .toList();
    return new TopicRouting(config, warning -> {})
        .names(rows).stream().filter(name -> !name.equals(Topic.ANY)).toList();
  }
}
