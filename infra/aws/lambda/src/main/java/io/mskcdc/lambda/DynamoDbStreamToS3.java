package io.mskcdc.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.dynamodb.item.ItemChange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * DynamoDB Streams to objects of S3: {@code io.mskcdc.lambda.DynamoDbStreamToS3::handleRequest}.
 *
 * <p>Writes an object for each event, {@code <prefix>/<table>/<first>-<last>.jsonl} with the
 * sequence numbers of its records. A line is a row as the connector for DynamoDB writes it, except
 * for {@code __source_shard}, which the event does not have, and without masks: only the attributes
 * in MSKCDC_ATTRIBUTES leave.
 */
public final class DynamoDbStreamToS3 implements RequestStreamHandler {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final S3Client s3;
  private final S3Folder folder;
  private final Optional<Set<String>> attributes;

  /** Reads the settings from the environment. */
  public DynamoDbStreamToS3() {
    this(new FunctionSettings(System.getenv()), FunctionClients.s3());
  }

  DynamoDbStreamToS3(FunctionSettings settings, S3Client s3) {
    this.s3 = s3;
    this.folder = settings.objects();
    this.attributes = settings.attributes();
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    JsonNode records = JSON.readTree(input).path("Records");
    if (!records.isArray() || records.isEmpty()) {
      throw StreamEvents.malformed();
    }
    String table = StreamEvents.table(records.get(0).path("eventSourceARN").asText());
    StringBuilder lines = new StringBuilder();
    String first = null;
    String last = null;
    for (JsonNode record : records) {
      ItemChange change = ItemChange.of(StreamEvents.record(record));
      lines.append(JSON.writeValueAsString(line(table, change))).append('\n');
      first = first == null ? change.sequence() : first;
      last = change.sequence();
    }
    String name = String.format("%s/%s-%s.jsonl", table, padded(first), padded(last));
    s3.putObject(
        r -> r.bucket(folder.bucket()).key(folder.key(name)).contentType("application/jsonl"),
        RequestBody.fromString(lines.toString()));
    JSON.writeValue(output, Map.of("batchItemFailures", Set.of()));
  }

  /** Sequence numbers grow in length; with zeros, the order of keys is theirs. */
  private static String padded(String sequence) {
    return String.format("%040d", new BigInteger(sequence));
  }

  private Map<String, Object> line(String table, ItemChange change) {
    boolean isDeleted = change.op().equals("d");
    Map<String, Object> row = isDeleted ? change.before() : change.after();
    if (row == null) {
      throw new FunctionException(
          "lambda-stream-view",
          "the stream of the table " + table + " leaves out images",
          "enable it with StreamViewType NEW_AND_OLD_IMAGES");
    }
    Map<String, Object> line = new LinkedHashMap<>(row);
    attributes.ifPresent(line.keySet()::retainAll);
    line.put("__op", change.op());
    line.put("__deleted", Boolean.toString(isDeleted));
    line.put("__source_ts_ms", change.time());
    line.put("__source_sequence", change.sequence());
    return line;
  }
}
