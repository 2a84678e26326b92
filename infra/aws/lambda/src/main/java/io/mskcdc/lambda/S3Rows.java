package io.mskcdc.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Writes an object for each batch, {@code <prefix>/<topic>/<partition>/<first>-<last>.jsonl} with
 * the offsets of its records. A line is a row with {@code __partition} and {@code __offset}.
 *
 * <p>The same batch has the same object. If a retry cuts batches in another way, objects overlap,
 * and a change may be in two of them with the same offset.
 */
final class S3Rows implements RowHandler {
  private final S3Client s3;
  private final S3Folder folder;

  S3Rows(S3Client s3, FunctionSettings settings) {
    this.s3 = s3;
    this.folder = settings.objects();
  }

  @Override
  public void apply(Batch batch) {
    StringBuilder lines = new StringBuilder();
    for (RowChange change : batch.changes()) {
      ObjectNode row = change.row().toJson();
      row.put("__partition", change.partition()).put("__offset", change.offset());
      lines.append(row).append('\n');
    }
    String name =
        String.format(
            "%s/%d/%020d-%020d.jsonl",
            batch.topic(), batch.partition(), batch.firstOffset(), batch.lastOffset());
    s3.putObject(
        r -> r.bucket(folder.bucket()).key(folder.key(name)).contentType("application/jsonl"),
        RequestBody.fromString(lines.toString()));
  }
}
