package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.e2e.Topics.Message;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Values within a column of JSON, in rows of a snapshot and in streamed ones. */
interface MaskedJsonTests extends RunningConnector {
  String EMAIL = "ada.json@example.com";
  String DOCUMENT =
      "JSON_OBJECT('email', '%s', 'age', 36, 'friends',".formatted(EMAIL)
          + " JSON_ARRAY(JSON_OBJECT('email', '%s', 'n', 1)))".formatted(EMAIL);

  List<String> BEFORE_THE_DEPLOYMENT =
      List.of(
          "CREATE TABLE masked_json (id INT PRIMARY KEY, email VARCHAR(100), doc JSON)",
          "INSERT INTO masked_json VALUES (1, '%s', %s)".formatted(EMAIL, DOCUMENT));

  /** The columns to mask with hmac. */
  List<String> HMAC_COLUMNS =
      List.of(
          "production_db.masked_json.email",
          "production_db.masked_json.doc.email",
          "production_db.masked_json.doc.friends.*");

  @Test
  default void valuesWithinJsonAreMaskedInSnapshotAndStream()
      throws SQLException, JsonProcessingException, GeneralSecurityException {
    execute(
        "INSERT INTO masked_json VALUES (2, '%s', %s)".formatted(EMAIL, DOCUMENT),
        "UPDATE masked_json SET doc = JSON_SET(doc, '$.age', 37) WHERE id = 2",
        "DELETE FROM masked_json WHERE id = 2");
    List<Message> messages = messages("production_db.masked_json");

    // The snapshot, the insert, the update, the delete and its tombstone.
    assertThat(messages).hasSize(5);
    for (Message message : messages.subList(0, 4)) {
      JsonNode row = PipelineContract.row(message);
      JsonNode document = new ObjectMapper().readTree(row.path("doc").asText());
      assertThat(row.toString()).doesNotContain(EMAIL);
      assertThat(document.path("age").asInt()).isBetween(36, 37);
      assertThat(row.path("email").asText()).isEqualTo(token(EMAIL));
      assertThat(document.path("email").asText()).isEqualTo(token(EMAIL));
      assertThat(document.path("friends").path(0).path("email").asText()).isEqualTo(token(EMAIL));
      assertThat(document.path("friends").path(0).path("n").asText()).isEqualTo(token("1"));
    }
  }

  private static String token(String value) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Base64.getDecoder().decode(Pipeline.MASK_KEY), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)));
  }
}
