package io.mskcdc.local.dynamodb;

import io.mskcdc.local.aws.rest.ServiceError;
import io.mskcdc.local.dynamodb.AttributeValue.Fields;
import io.mskcdc.local.dynamodb.AttributeValue.Sequence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The path to a value in an item, such as {@code a.b[2]}. */
record DocumentPath(List<Step> steps) {
  /** Orders the elements of a list from the last to the first, so that they can be removed. */
  static final Comparator<DocumentPath> LAST_ELEMENTS_FIRST = DocumentPath::compareElements;

  DocumentPath {
    steps = List.copyOf(steps);
  }

  /**
   * A step into a map or list.
   *
   * @param name the key in a map; null for a step into a list
   * @param position the index in a list
   */
  record Step(String name, int position) {
    static Step name(String name) {
      return new Step(name, -1);
    }

    static Step index(int position) {
      return new Step(null, position);
    }

    private AttributeValue in(AttributeValue parent) {
      if (parent instanceof Fields map && name != null) {
        return map.fields().get(name);
      }
      boolean isElement =
          parent instanceof Sequence list && name == null && position < list.elements().size();
      return isElement ? ((Sequence) parent).elements().get(position) : null;
    }
  }

  /** Returns the name of the attribute that the path begins with. */
  String attribute() {
    return steps.get(0).name();
  }

  /** Returns the value at this path. */
  Optional<AttributeValue> in(Map<String, AttributeValue> item) {
    AttributeValue value = item.get(attribute());
    for (Step step : steps.subList(1, steps.size())) {
      value = step.in(value);
    }
    return Optional.ofNullable(value);
  }

  /** Returns whether one of two paths leads to the other or into it. */
  boolean overlaps(DocumentPath other) {
    int common = Math.min(steps.size(), other.steps.size());
    return steps.subList(0, common).equals(other.steps.subList(0, common));
  }

  private int compareElements(DocumentPath other) {
    int common = Math.min(steps.size(), other.steps.size());
    for (int i = 0; i < common; i++) {
      int order = Integer.compare(other.steps.get(i).position(), steps.get(i).position());
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(other.steps.size(), steps.size());
  }

  /**
   * Replaces the value at this path.
   *
   * @param change takes null for a value that is absent, and returns null to remove it
   */
  Map<String, AttributeValue> replace(
      Map<String, AttributeValue> item, UnaryOperator<AttributeValue> change) {
    return ((Fields) replace(new Fields(item), 0, change)).fields();
  }

  private AttributeValue replace(
      AttributeValue parent, int index, UnaryOperator<AttributeValue> change) {
    Step step = steps.get(index);
    AttributeValue child = step.in(parent);
    boolean isLast = index == steps.size() - 1;
    if (!isLast && child == null) {
      throw invalid();
    }
    AttributeValue changed = isLast ? change.apply(child) : replace(child, index + 1, change);
    if (parent instanceof Fields map && step.name() != null) {
      Map<String, AttributeValue> fields = new HashMap<>(map.fields());
      if (changed == null) {
        fields.remove(step.name());
      } else {
        fields.put(step.name(), changed);
      }
      return new Fields(fields);
    }
    if (parent instanceof Sequence list && step.name() == null) {
      return new Sequence(replace(list.elements(), step.position(), child, changed));
    }
    throw invalid();
  }

  // A value behind the end of a list is appended.
  private static List<AttributeValue> replace(
      List<AttributeValue> list, int position, AttributeValue child, AttributeValue changed) {
    List<AttributeValue> elements = new ArrayList<>(list);
    if (child != null && changed != null) {
      elements.set(position, changed);
    } else if (child != null) {
      elements.remove(position);
    } else if (changed != null) {
      elements.add(changed);
    }
    return elements;
  }

  private static ServiceError invalid() {
    return DynamoDbErrors.invalid(
        "The document path provided in the update expression is invalid for update");
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("[");
    for (Step step : steps) {
      text.append(text.length() > 1 ? ", " : "");
      text.append(step.name() == null ? "[" + step.position() + "]" : step.name());
    }
    return text.append(']').toString();
  }
}
