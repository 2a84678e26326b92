package io.mskcdc.dynamodb;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads tables, one beside the other. */
public final class DynamoDbStreamsSourceTask extends SourceTask {
  private static final Logger LOG = LoggerFactory.getLogger(DynamoDbStreamsSourceTask.class);

  // Connect can pause or stop a task only between two calls.
  private static final long LONGEST_POLL = Duration.ofSeconds(1).toNanos();
  private static final long CHECK_MILLIS = 20;

  private final Acknowledgements acknowledgements = new Acknowledgements();
  private final List<TableReader> tables = new ArrayList<>();
  private SourceOptions options;
  private AwsClients aws;
  private PageThreads threads;

  @Override
  public String version() {
    return new DynamoDbStreamsSourceConnector().version();
  }

  @Override
  public void start(Map<String, String> properties) {
    options = new SourceOptions(properties);
    aws = new AwsClients(options);
    threads = new PageThreads();
    try {
      openTables();
    } catch (RetriableException e) {
      // A task that fails in its start is not started again; a poll is repeated.
      LOG.warn("{}", e.getMessage());
    }
  }

  private void openTables() {
    while (tables.size() < options.tables().size()) {
      String next = options.tables().get(tables.size());
      tables.add(
          new TableReader(
              options, aws, next, acknowledgements, threads, context.offsetStorageReader()));
    }
  }

  @Override
  public List<SourceRecord> poll() throws InterruptedException {
    openTables();
    long end = System.nanoTime() + LONGEST_POLL;
    List<SourceRecord> records = new ArrayList<>();
    while (System.nanoTime() - end < 0) {
      for (TableReader table : tables) {
        table.read(records);
      }
      if (!records.isEmpty()) {
        return records;
      }
      Thread.sleep(CHECK_MILLIS);
    }
    return null;
  }

  // Connect also calls this for a record that a transform dropped, and with exactly-once after the
  // transaction.
  @Override
  public void commitRecord(SourceRecord record, RecordMetadata metadata) {
    acknowledgements.acknowledged(record.sourcePartition());
  }

  @Override
  public void stop() {
    tables.forEach(TableReader::close);
    if (threads != null) {
      threads.close();
    }
    if (aws != null) {
      aws.close();
    }
  }
}
