package io.mskcdc.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.local.process.StackException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SameFormTest {
  private static final String MASKED =
      "\"email\":\"9c1f\",\"phone\":\"+7\",\"card_number\":\"**1\",\"date_of_birth\":\"1815-01-01\",";
  private static final String CUSTOMER =
      "{\"id\":1,"
          + MASKED
          + "\"__op\":\"r\",\"__source_ts_ms\":1,\"__source_file\":\"b\",\"__deleted\":\"false\"}";
  private static final String ORDER =
      "{\"id\":\"web-1\","
          + MASKED
          + "\"__op\":\"r\",\"__source_ts_ms\":2,\"__source_shard\":null,\"__deleted\":\"false\"}";
  private static final String DELETED =
      ORDER.replace("\"__op\":\"r\"", "\"__op\":\"d\"").replace("\"false\"", "\"true\"");

  private final SameForm form = new SameForm(SameForm.CUSTOMERS);

  @Test
  void ordersWithTheFormAndTheMasksOfTheirCustomersPass() {
    form.hide("ada@example.com");
    customer(CUSTOMER);
    order(ORDER);
    order(DELETED);
    order(null);

    assertThat(form.compare())
        .contains("metadata __deleted, __op, __source_ts_ms, 1 tombstones")
        .contains("for 1 customers, no clear value in 3 records");
    assertThat(form.snapshotOrders()).isEqualTo(1);
  }

  @Test
  void aClearValueIsRejectedAndNotShown() {
    form.hide("ada@example.com");

    assertThatThrownBy(() -> order(ORDER.replace("9c1f", "ada@example.com")))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("no value in clear (dynamodb.orders, offset 7)")
        .hasMessageNotContaining("ada@");
  }

  @Test
  void aTombstoneWithoutADeleteIsRejected() {
    order(ORDER);

    assertThatThrownBy(() -> order(null)).hasMessageContaining("a tombstone follows a delete");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"email\":\"9c1f\" | \"email\":{\"S\":\"9c1f\"} | a row is flat",
        "\"__deleted\":\"false\" | \"__deleted\":\"true\" | __deleted is false",
      })
  void anOrderOfAnotherFormIsRejected(String part, String other, String expectation) {
    assertThatThrownBy(() -> order(ORDER.replace(part, other))).hasMessageContaining(expectation);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"__source_ts_ms\":2 | \"__source_ts_ms\":\"2\" | the metadata",
        "\"__source_ts_ms\":2 | \"ts_ms\":2 | the metadata",
        "\"email\":\"9c1f\" | \"email\":\"0000\" | the masked email of each first order",
        "\"phone\":\"+7\" | \"phone\":\"+8\" | the masked phone of an order",
      })
  void aDifferenceFromTheCustomersIsRejected(String part, String other, String expectation) {
    customer(CUSTOMER);
    order(ORDER.replace(part, other));

    assertThatThrownBy(form::compare).hasMessageContaining(expectation);
  }

  private void customer(String value) {
    form.take(new ConsumerRecord<>(SameForm.CUSTOMERS, 0, 7, "{\"id\":1}", value));
  }

  private void order(String value) {
    form.take(new ConsumerRecord<>(SameForm.ORDERS, 0, 7, "{\"id\":\"web-1\"}", value));
  }
}
