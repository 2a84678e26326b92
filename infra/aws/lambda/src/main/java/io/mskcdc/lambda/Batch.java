package io.mskcdc.lambda;

import java.util.List;

/**
 * The changes of one partition in an event.
 *
 * @param topic the topic
 * @param partition the number of the partition
 * @param firstOffset the offset of the first record in the event
 * @param lastOffset the offset of the last record in the event
 * @param changes the last change of each key, by ascending offset; every change in a topic of a
 *     table without a key
 */
public record Batch(
    String topic, int partition, long firstOffset, long lastOffset, List<RowChange> changes) {}
