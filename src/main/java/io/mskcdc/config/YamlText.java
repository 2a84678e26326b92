package io.mskcdc.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A YAML file's text in which values are set. Comments, order and form of all other lines stay; a
 * list whose length changes loses the comments between its elements.
 */
final class YamlText {
  private static final int INDENT = 2;

  /** What YAML reads as a text, in a flow list too, and what no program reads as a number. */
  private static final Pattern PLAIN =
      Pattern.compile("(?!\\d+$)[A-Za-z0-9/][\\w./+@=-]*(:[\\w/.-]+)*+");

  private static final Pattern UNPRINTABLE =
      Pattern.compile(
          "[^\\x20-\\x7e\\u00a0-\\ud7ff\\ue000-\\ufefe\\uff00-\\ufffd\\x{10000}-\\x{10ffff}]");

  private static final Pattern KEYWORD =
      Pattern.compile("(?i)true|false|yes|no|on|off|null|y|n|[\\d._]+(e[+-]?\\d+)?|0[xo]\\w+");

  private String text;

  YamlText(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }

  /**
   * Sets a value, and adds the objects above it that are missing.
   *
   * @param value a text, an object, or a list of texts
   */
  void set(JsonPointer path, JsonNode value) {
    Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
    set((MappingNode) root, path, value);
  }

  private void set(MappingNode parent, JsonPointer path, JsonNode value) {
    String name = path.getMatchingProperty();
    Optional<NodeTuple> entry =
        parent.getValue().stream()
            .filter(tuple -> ((ScalarNode) tuple.getKeyNode()).getValue().equals(name))
            .findFirst();
    if (entry.isEmpty()) {
      add(parent, name, within(path.tail(), value));
      return;
    }
    Node found = entry.get().getValueNode();
    if (!path.tail().matches() && found instanceof MappingNode next) {
      set(next, path.tail(), value);
    } else {
      replace(entry.get().getKeyNode(), found, within(path.tail(), value));
    }
  }

  /** Returns an object with the value at this path. */
  private static JsonNode within(JsonPointer path, JsonNode value) {
    return path.matches()
        ? value
        : JsonNodeFactory.instance
            .objectNode()
            .set(path.getMatchingProperty(), within(path.tail(), value));
  }

  private void replace(Node key, Node old, JsonNode value) {
    if (old instanceof SequenceNode list
        && value.isArray()
        && list.getValue().size() == value.size()) {
      // From the end, so that the places of the elements before stay right.
      for (int i = value.size() - 1; i >= 0; i--) {
        replaceText(list.getValue().get(i), scalar(value.get(i).asText(), list.getValue().get(i)));
      }
    } else if (old instanceof SequenceNode list
        && value.isArray()
        && list.getFlowStyle() == FlowStyle.BLOCK
        && !value.isEmpty()) {
      String indent = " ".repeat(list.getStartMark().getColumn());
      splice(offset(list.getStartMark()), end(list), String.join("\n" + indent, items(value)));
    } else if (old instanceof ScalarNode scalar && isEmpty(scalar)) {
      int colon = text.indexOf(':', offset(key.getEndMark())) + 1;
      splice(colon, colon, " " + flow(value));
    } else {
      replaceText(old, value.isTextual() ? scalar(value.asText(), old) : flow(value));
    }
  }

  private static boolean isEmpty(ScalarNode scalar) {
    return scalar.isPlain() && scalar.getValue().isEmpty();
  }

  private void replaceText(Node old, String written) {
    splice(offset(old.getStartMark()), end(old), written);
  }

  private void add(MappingNode parent, String name, JsonNode value) {
    List<NodeTuple> entries = parent.getValue();
    if (parent.getFlowStyle() == FlowStyle.FLOW) {
      int end = entries.isEmpty() ? offset(parent.getStartMark()) + 1 : end(parent.getValue());
      splice(end, end, (entries.isEmpty() ? "" : ", ") + plainOrQuoted(name) + ": " + flow(value));
      return;
    }
    int column = entries.get(0).getKeyNode().getStartMark().getColumn();
    int end = end(entries);
    int lineFeed = end > 0 && text.charAt(end - 1) == '\n' ? end - 1 : text.indexOf('\n', end);
    if (lineFeed < 0) {
      splice(text.length(), text.length(), "\n" + block(name, value, column).stripTrailing());
    } else {
      splice(lineFeed + 1, lineFeed + 1, block(name, value, column));
    }
  }

  private void splice(int from, int to, String written) {
    text = text.substring(0, from) + written + text.substring(to);
  }

  /** A collection in block style ends where the next token begins, behind comments. */
  private int end(Node node) {
    if (node instanceof CollectionNode<?> collection
        && collection.getFlowStyle() == FlowStyle.BLOCK
        && !collection.getValue().isEmpty()) {
      return node instanceof MappingNode mapping
          ? end(mapping.getValue())
          : end(((SequenceNode) node).getValue().get(collection.getValue().size() - 1));
    }
    return offset(node.getEndMark());
  }

  private int end(List<NodeTuple> entries) {
    NodeTuple last = entries.get(entries.size() - 1);
    return last.getValueNode() instanceof ScalarNode scalar && isEmpty(scalar)
        ? text.indexOf(':', offset(last.getKeyNode().getEndMark())) + 1
        : end(last.getValueNode());
  }

  /** Marks count code points. */
  private int offset(Mark mark) {
    return text.offsetByCodePoints(0, mark.getIndex());
  }

  /** Returns the lines of an entry in block style. */
  private static String block(String name, JsonNode value, int column) {
    String key = " ".repeat(column) + plainOrQuoted(name);
    if (value.isObject() && !value.isEmpty()) {
      return key
          + ":\n"
          + value.properties().stream()
              .map(entry -> block(entry.getKey(), entry.getValue(), column + INDENT))
              .collect(Collectors.joining());
    }
    return key + ": " + flow(value) + "\n";
  }

  private static String flow(JsonNode value) {
    if (value.isObject()) {
      return value.properties().stream()
          .map(entry -> plainOrQuoted(entry.getKey()) + ": " + flow(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(YamlText::flow)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    return plainOrQuoted(value.asText());
  }

  private static List<String> items(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(item -> "- " + plainOrQuoted(item.asText()))
        .toList();
  }

  /** Returns a text in the quotes of the one that it replaces, if that has quotes. */
  private static String scalar(String value, Node old) {
    return old instanceof ScalarNode scalar && scalar.getScalarStyle() != ScalarStyle.PLAIN
        ? quoted(value)
        : plainOrQuoted(value);
  }

  private static String plainOrQuoted(String value) {
    return PLAIN.matcher(value).matches() && !KEYWORD.matcher(value).matches()
        ? value
        : quoted(value);
  }

  /** A JSON string is a YAML string, if what YAML does not permit in a file is escaped. */
  private static String quoted(String value) {
    return UNPRINTABLE
        .matcher(TextNode.valueOf(value).toString())
        .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
  }
}
