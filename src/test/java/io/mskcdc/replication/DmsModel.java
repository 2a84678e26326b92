package io.mskcdc.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.RequiredTrait;

/** The model of the service, as the AWS SDK was generated from it. */
final class DmsModel {
  private static final String PACKAGE = "software.amazon.awssdk.services.databasemigration.model.";

  private DmsModel() {}

  /** Fails if a request has a member that is not in the model, or lacks a required one. */
  static void checkInput(String operation, JsonNode body) {
    check(operation, fields(operation + "Request"), body, true);
  }

  /** Fails if an answer has a member that is not in the model. */
  static void checkOutput(String operation, JsonNode body) {
    check(operation, fields(operation + "Response"), body, false);
  }

  private static List<SdkField<?>> fields(String shape) {
    try {
      Object builder = Class.forName(PACKAGE + shape).getMethod("builder").invoke(null);
      return ((SdkPojo) builder).sdkFields();
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(shape, e);
    }
  }

  private static void check(
      String path, List<SdkField<?>> fields, JsonNode object, boolean isInput) {
    assertThat(object.isObject()).as(path).isTrue();
    Map<String, SdkField<?>> byName =
        fields.stream().collect(Collectors.toMap(SdkField::locationName, field -> field));
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      SdkField<?> field = byName.get(member.getKey());
      if (field == null) {
        fail("%s.%s is not in the model", path, member.getKey());
      }
      checkValue(path + "." + member.getKey(), field, member.getValue(), isInput);
    }
    if (isInput) {
      fields.stream()
          .filter(field -> field.containsTrait(RequiredTrait.class))
          .forEach(
              field ->
                  assertThat(object.has(field.locationName())).as(field.memberName()).isTrue());
    }
  }

  private static void checkValue(String path, SdkField<?> field, JsonNode value, boolean isInput) {
    MarshallingType<?> type = field.marshallingType();
    if (type == MarshallingType.SDK_POJO) {
      check(path, field.constructor().get().sdkFields(), value, isInput);
    } else if (type == MarshallingType.LIST) {
      assertThat(value.isArray()).as(path).isTrue();
      SdkField<?> element = field.getTrait(ListTrait.class).memberFieldInfo();
      value.forEach(item -> checkValue(path + "[]", element, item, isInput));
    } else if (type == MarshallingType.BOOLEAN) {
      assertThat(value.isBoolean()).as(path).isTrue();
    } else if (type == MarshallingType.STRING) {
      assertThat(value.isTextual()).as(path).isTrue();
    } else {
      // Numbers, and times as seconds since 1970.
      assertThat(value.isNumber()).as(path).isTrue();
    }
  }
}
