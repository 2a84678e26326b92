package io.mskcdc.lambda;

/**
 * The last change of a row within a batch.
 *
 * @param key the columns of the record's key; null in a topic of a table without a key
 * @param row the columns and metadata fields; of a deleted row the last values
 * @param deleted whether the row is deleted
 * @param topic the topic, such as {@code production_db.orders}
 * @param partition the number of the partition. All changes of a key are in one partition
 * @param offset the place in the partition: the version of the row
 */
public record RowChange(
    Row key, Row row, boolean deleted, String topic, int partition, long offset) {}
