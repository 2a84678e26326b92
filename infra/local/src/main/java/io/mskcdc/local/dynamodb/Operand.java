package io.mskcdc.local.dynamodb;

import io.mskcdc.local.dynamodb.AttributeValue.Binary;
import io.mskcdc.local.dynamodb.AttributeValue.Decimal;
import io.mskcdc.local.dynamodb.AttributeValue.Fields;
import io.mskcdc.local.dynamodb.AttributeValue.Sequence;
import io.mskcdc.local.dynamodb.AttributeValue.SetOf;
import io.mskcdc.local.dynamodb.AttributeValue.Text;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** A value that an expression names. */
sealed interface Operand {
  /** Returns the value, empty if the item does not have it. */
  Optional<AttributeValue> in(Map<String, AttributeValue> item);

  /** A value of the request. */
  record Constant(AttributeValue value) implements Operand {
    @Override
    public Optional<AttributeValue> in(Map<String, AttributeValue> item) {
      return Optional.of(value);
    }
  }

  /** A value of the item. */
  record InItem(DocumentPath path) implements Operand {
    @Override
    public Optional<AttributeValue> in(Map<String, AttributeValue> item) {
      return path.in(item);
    }
  }

  /** The size of a value: characters, bytes or elements. */
  record Size(DocumentPath path) implements Operand {
    @Override
    public Optional<AttributeValue> in(Map<String, AttributeValue> item) {
      return path.in(item).flatMap(Size::of).map(size -> Decimal.of(BigDecimal.valueOf(size)));
    }

    private static Optional<Integer> of(AttributeValue value) {
      if (value instanceof Text text) {
        return Optional.of(text.text().length());
      }
      if (value instanceof Binary binary) {
        return Optional.of(binary.size());
      }
      if (value instanceof SetOf set) {
        return Optional.of(set.elements().size());
      }
      if (value instanceof Sequence list) {
        return Optional.of(list.elements().size());
      }
      return value instanceof Fields map ? Optional.of(map.fields().size()) : Optional.empty();
    }
  }
}
