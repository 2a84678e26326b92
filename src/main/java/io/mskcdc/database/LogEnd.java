package io.mskcdc.database;

import java.time.Instant;

/**
 * The end of a change log.
 *
 * @param text its position, like {@code binlog.000002:155}
 * @param isReached whether nothing follows the position that it was compared with
 * @param time the server's time
 */
public record LogEnd(String text, boolean isReached, Instant time) {}
