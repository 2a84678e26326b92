package io.mskcdc.database;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * What a connector is going to do with its database.
 *
 * @param tables the columns of the captured tables that the user sees, by {@code database.table}
 * @param keyless the tables whose records have no key
 * @param locksTables whether a snapshot locks tables
 * @param beginsWithSnapshot whether it has yet to take its snapshot
 * @param isLive whether it runs already, so that its own connections are among those of the server
 * @param outage the longest time for which it may stand still
 */
public record CapturedDatabase(
    SortedMap<String, List<Column>> tables,
    Set<String> keyless,
    boolean locksTables,
    boolean beginsWithSnapshot,
    boolean isLive,
    Duration outage) {}
