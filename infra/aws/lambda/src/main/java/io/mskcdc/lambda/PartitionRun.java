package io.mskcdc.lambda;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Applies the records of one partition in an event. */
final class PartitionRun {
  /** The offset behind all records. */
  static final long NONE = Long.MAX_VALUE;

  private final List<KafkaRecord> records;
  private final RowHandler handler;
  private final FailedRecords failedRecords;
  private final Consumer<String> log;
  private final List<RowChange> changes = new ArrayList<>();

  private long resumeAt = NONE;

  /**
   * @param records by ascending offset, at least one
   * @param log receives a line for each failure, without values of columns
   */
  PartitionRun(
      List<KafkaRecord> records,
      RowHandler handler,
      FailedRecords failedRecords,
      Consumer<String> log) {
    this.records = records;
    this.handler = handler;
    this.failedRecords = failedRecords;
    this.log = log;
  }

  /**
   * Applies the records and returns the offset from which they must come again, or {@link #NONE}.
   */
  long run() {
    read();
    while (!changes.isEmpty() && !isApplied()) {
      // Without the change that failed.
    }
    return resumeAt;
  }

  private void read() {
    for (KafkaRecord record : records) {
      // Tombstones exist for compaction; the row before each one says that it is deleted.
      if (record.value() == null) {
        continue;
      }
      try {
        changes.add(ChangeReader.read(record));
      } catch (PoisonedRecordException e) {
        if (!isSetAside(record, e.getMessage())) {
          resumeAt = record.offset();
          return;
        }
      }
    }
  }

  private boolean isApplied() {
    try {
      handler.apply(
          new Batch(
              records.get(0).topic(),
              records.get(0).number(),
              records.get(0).offset(),
              records.get(records.size() - 1).offset(),
              lastOfEachKey()));
      return true;
    } catch (ChangeFailedException e) {
      RowChange failed = e.change();
      if (e.isPermanent() && isSetAside(record(failed.offset()), e.getMessage())) {
        changes.remove(failed);
        return false;
      }
      resumeAt = failed.offset();
      if (!e.isPermanent()) {
        log(failed.offset(), e);
        return true;
      }
      changes.removeIf(change -> change.offset() >= failed.offset());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      resumeAt = records.get(0).offset();
      return true;
    } catch (Exception e) {
      resumeAt = records.get(0).offset();
      log(resumeAt, e);
      return true;
    }
  }

  private List<RowChange> lastOfEachKey() {
    Map<Object, RowChange> last = new HashMap<>();
    for (RowChange change : changes) {
      last.put(change.key() == null ? change.offset() : change.key().json(), change);
    }
    return changes.stream()
        .filter(
            change ->
                last.get(change.key() == null ? change.offset() : change.key().json()) == change)
        .toList();
  }

  private KafkaRecord record(long offset) {
    return records.stream().filter(record -> record.offset() == offset).findFirst().orElseThrow();
  }

  private boolean isSetAside(KafkaRecord record, String reason) {
    try {
      boolean isSetAside = failedRecords.take(record, reason);
      log.accept(
          place(record.offset())
              + (isSetAside ? " is set aside: " : " fails, and MSKCDC_FAILED_RECORDS is not set: ")
              + reason);
      return isSetAside;
    } catch (RuntimeException e) {
      log(record.offset(), e);
      return false;
    }
  }

  private void log(long offset, Exception e) {
    log.accept(place(offset) + " must come again: " + e);
  }

  private String place(long offset) {
    return records.get(0).partition() + " offset " + offset;
  }
}
