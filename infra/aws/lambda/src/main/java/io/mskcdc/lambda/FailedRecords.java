package io.mskcdc.lambda;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Sets records aside that can never be applied: one object for each, {@code
 * <prefix>/<topic>/<partition>/<offset>.json}, with the reason and the record as the event has it.
 */
final class FailedRecords {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Optional<S3Folder> folder;
  private final S3Client s3;

  /**
   * @param s3 not used without a folder, and may be null then
   */
  FailedRecords(Optional<S3Folder> folder, S3Client s3) {
    this.folder = folder;
    this.s3 = s3;
  }

  /**
   * Sets a record aside. The same record always has the same object.
   *
   * @return whether there is a place for it
   */
  boolean take(KafkaRecord record, String reason) {
    if (folder.isEmpty()) {
      return false;
    }
    ObjectNode json = JSON.createObjectNode().put("reason", reason);
    json.set("record", record.json());
    String name =
        String.format("%s/%d/%020d.json", record.topic(), record.number(), record.offset());
    s3.putObject(
        r ->
            r.bucket(folder.get().bucket())
                .key(folder.get().key(name))
                .contentType("application/json"),
        RequestBody.fromString(json.toString()));
    return true;
  }
}
