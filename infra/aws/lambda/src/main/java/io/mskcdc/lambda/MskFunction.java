package io.mskcdc.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A function for the event source of Amazon MSK, which gives rows to a {@link RowHandler}. A
 * function of your own extends it:
 *
 * <pre>{@code
 * public final class Audit extends MskFunction {
 *   public Audit() {
 *     super(batch -> batch.changes().forEach(change -> ...));
 *   }
 * }
 * }</pre>
 *
 * <p>If records fail, the function throws, so that the whole event comes again. With
 * MSKCDC_PARTIAL_RESPONSE it answers which records must come again: those of each failed partition,
 * from the first that failed.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html">AWS
 *     Lambda Developer Guide, error handling controls for Kafka event sources</a>
 */
public class MskFunction implements RequestStreamHandler {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RowHandler handler;
  private final FailedRecords failedRecords;
  private final boolean isPartialResponseRead;

  /**
   * @throws FunctionException if an environment variable has a value that is not allowed
   */
  protected MskFunction(RowHandler handler) {
    this(settings -> handler, System.getenv());
  }

  /**
   * @param handlers makes the handler from the settings
   */
  MskFunction(Function<FunctionSettings, RowHandler> handlers, Map<String, String> environment) {
    this(handlers, new FunctionSettings(environment), null);
  }

  /**
   * @param s3 the client for failed records; null makes one if it is needed
   */
  MskFunction(
      Function<FunctionSettings, RowHandler> handlers, FunctionSettings settings, S3Client s3) {
    isPartialResponseRead = settings.isPartialResponseRead();
    failedRecords =
        new FailedRecords(
            settings.failedRecords(),
            s3 == null && settings.failedRecords().isPresent() ? FunctionClients.s3() : s3);
    handler = handlers.apply(settings);
  }

  @Override
  public final void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    // Only Lambda itself puts each call into a line of its own.
    Consumer<String> log = line -> context.getLogger().log(line + "\n");
    ObjectNode response = JSON.createObjectNode();
    ArrayNode failures = response.putArray("batchItemFailures");
    for (List<KafkaRecord> partition : KafkaEvents.partitions(JSON.readTree(input))) {
      long resumeAt = new PartitionRun(partition, handler, failedRecords, log).run();
      // Each of them, because AWS documents a retry of "only the failed records".
      partition.stream()
          .filter(record -> record.offset() >= resumeAt)
          .forEach(
              record ->
                  failures
                      .addObject()
                      .putObject("itemIdentifier")
                      .put("partition", record.partition())
                      .put("offset", record.offset()));
    }
    if (!failures.isEmpty() && !isPartialResponseRead) {
      throw new FunctionException(
          "lambda-batch-failed",
          failures.size() + " records failed, the first " + failures.path(0).path("itemIdentifier"),
          "the lines before give the reasons; the event source sends the batch again");
    }
    JSON.writeValue(output, response);
  }
}
