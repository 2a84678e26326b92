package io.mskcdc.dynamodb;

import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * A table whose changes can be captured.
 *
 * @param name its name
 * @param keys the attributes of its primary key, the partition key first
 * @param stream the ARN of its stream
 */
record SourceTable(String name, List<String> keys, String stream) {

  /**
   * Reads a table's description.
   *
   * @throws ConnectException if there is no such table, or if its stream lacks or leaves out images
   */
  static SourceTable describe(AwsClients aws, String name) {
    TableDescription table;
    try {
      table = aws.tables().describeTable(request -> request.tableName(name)).table();
    } catch (ResourceNotFoundException e) {
      throw SourceErrors.of(
          SourceErrors.TABLE_MISSING,
          "there is no table " + name + " in this account and region",
          "correct tables or region");
    } catch (SdkException e) {
      throw SourceErrors.of("the table " + name + " cannot be described", e);
    }
    StreamSpecification stream = table.streamSpecification();
    if (stream == null || !Boolean.TRUE.equals(stream.streamEnabled())) {
      throw SourceErrors.of(
          SourceErrors.STREAM_MISSING, "the table " + name + " has no stream", enableStream(name));
    }
    if (stream.streamViewType() != StreamViewType.NEW_AND_OLD_IMAGES) {
      throw SourceErrors.of(
          SourceErrors.STREAM_VIEW,
          "the stream of the table "
              + name
              + " has "
              + stream.streamViewTypeAsString()
              + ", and a change event needs the item before and after the change",
          "disable the stream, and then " + enableStream(name));
    }
    return new SourceTable(
        name,
        table.keySchema().stream()
            .sorted(
                (a, b) -> Boolean.compare(a.keyType() != KeyType.HASH, b.keyType() != KeyType.HASH))
            .map(KeySchemaElement::attributeName)
            .toList(),
        table.latestStreamArn());
  }

  private static String enableStream(String name) {
    return "run: aws dynamodb update-table --table-name "
        + name
        + " --stream-specification StreamEnabled=true,StreamViewType=NEW_AND_OLD_IMAGES";
  }
}
