package io.mskcdc.dms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Writes blocks in HCL as {@code terraform fmt} formats them.
 *
 * <p>Format: "HCL Native Syntax Specification".
 */
final class HclText {
  private static final String INDENT = "  ";
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

  private final StringBuilder text = new StringBuilder();

  /** An expression that is written as it is. */
  private record Expression(String text) {}

  /** A nested block. */
  private record Block(ObjectNode body) {}

  /** A JSON document that Terraform encodes. */
  private record Encoded(JsonNode document) {}

  static JsonNode expression(String text) {
    return new POJONode(new Expression(text));
  }

  static JsonNode block(ObjectNode body) {
    return new POJONode(new Block(body));
  }

  static JsonNode encoded(JsonNode document) {
    return new POJONode(new Encoded(document));
  }

  @Override
  public String toString() {
    return text.toString();
  }

  /** Appends a block like {@code resource "type" "name"}. */
  void append(String header, ObjectNode body) {
    if (!text.isEmpty()) {
      text.append('\n');
    }
    text.append(header).append(" {\n").append(attributes(body, INDENT, true)).append("}\n");
  }

  /** Values on one line come first, with their signs below each other. */
  private static String attributes(ObjectNode body, String indent, boolean isBlock) {
    List<String[]> lines = new ArrayList<>();
    List<String> others = new ArrayList<>();
    int width = 0;
    for (Map.Entry<String, JsonNode> entry : body.properties()) {
      String name = name(entry.getKey());
      if (entry.getValue() instanceof POJONode node && node.getPojo() instanceof Block block) {
        others.add(
            indent
                + name
                + " {\n"
                + attributes(block.body(), indent + INDENT, true)
                + indent
                + "}\n");
        continue;
      }
      String value = value(entry.getValue(), indent);
      if (value.contains("\n")) {
        others.add(indent + name + " = " + value + "\n");
      } else {
        lines.add(new String[] {name, value});
        width = Math.max(width, name.length());
      }
    }
    StringBuilder out = new StringBuilder();
    for (String[] line : lines) {
      out.append(indent)
          .append(line[0])
          .append(" ".repeat(width - line[0].length()))
          .append(" = ")
          .append(line[1])
          .append('\n');
    }
    for (String other : others) {
      out.append(out.isEmpty() || !isBlock ? "" : "\n").append(other);
    }
    return out.toString();
  }

  private static String value(JsonNode value, String indent) {
    if (value instanceof POJONode node) {
      return node.getPojo() instanceof Encoded encoded
          ? "jsonencode(" + value(encoded.document(), indent) + ")"
          : ((Expression) node.getPojo()).text();
    }
    if (value instanceof ObjectNode object) {
      return object.isEmpty()
          ? "{}"
          : "{\n" + attributes(object, indent + INDENT, false) + indent + "}";
    }
    if (value.isArray()) {
      List<String> items = new ArrayList<>();
      value.forEach(item -> items.add(value(item, indent + INDENT)));
      return items.stream().noneMatch(item -> item.contains("\n"))
          ? "[" + String.join(", ", items) + "]"
          : "[\n"
              + indent
              + INDENT
              + String.join(",\n" + indent + INDENT, items)
              + "\n"
              + indent
              + "]";
    }
    return value.isTextual() ? quoted(value.asText()) : value.asText();
  }

  private static String name(String key) {
    return IDENTIFIER.matcher(key).matches() ? key : quoted(key);
  }

  /** In HCL, <code>${</code> and <code>%{</code> begin a template. */
  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean beginsTemplate =
          (c == '$' || c == '%') && i + 1 < text.length() && text.charAt(i + 1) == '{';
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default ->
            out.append(beginsTemplate ? "" + c + c : c < ' ' ? "\\u%04x".formatted((int) c) : c);
      }
    }
    return out.append('"').toString();
  }
}
