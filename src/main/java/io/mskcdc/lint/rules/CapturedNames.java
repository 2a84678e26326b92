package io.mskcdc.lint.rules;

import io.mskcdc.catalog.CaptureFilter;
import io.mskcdc.catalog.SourceConnectors;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tables that a connector's include and exclude lists select.
 *
 * @param filter the lists
 */
record CapturedNames(CaptureFilter filter) {

  /**
   * Returns what the lists of a connector select; empty if its class is not known, if a worker
   * looks up a list, or if the connector refuses its lists.
   */
  static Optional<CapturedNames> of(ConnectorOptions options) {
    Map<String, String> config = options.config();
    boolean isClear =
        List.of("database", "table").stream()
            .allMatch(
                kind ->
                    !ConflictingListsRule.conflict(config, kind)
                        && isKnown(options, kind + ".include.list")
                        && isKnown(options, kind + ".exclude.list"));
    return SourceConnectors.of(config)
        .filter(source -> isClear)
        .map(source -> new CapturedNames(source.captured(config)));
  }

  private static boolean isKnown(ConnectorOptions options, String key) {
    return !options.isSet(key) || options.value(key).isPresent();
  }

  /** Returns whether the lists leave out the table of a name with two parts or more. */
  boolean leavesOut(LiteralName name) {
    return !filter.hasTable(name.parts().get(0), name.parts().get(1));
  }
}
