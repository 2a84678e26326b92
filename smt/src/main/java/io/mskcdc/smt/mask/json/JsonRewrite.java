package io.mskcdc.smt.mask.json;

import io.mskcdc.smt.mask.method.ColumnType;
import io.mskcdc.smt.mask.method.MaskMethod;
import io.mskcdc.smt.values.JsonLexer;
import java.util.ArrayList;
import java.util.List;

/**
 * One pass over a text of JSON that copies it and replaces values. It keeps its own stack, because
 * recursion over deeply nested values would overflow the thread's.
 */
final class JsonRewrite {

  /** MySQL accepts 100 levels. Deeper text counts as not parsed. */
  static final int MAX_DEPTH = 1_000;

  private static final int NONE = -1;

  /** An array or object that is open. */
  private static final class Open {
    private int start;
    private char end;
    // The place of the array or object, or null if nothing within it can be masked.
    private JsonPlace place;
    // The method for the whole of it, or null.
    private MaskMethod method;
    // The member that was read last.
    private int comma;
    private int name;
    // Whether an earlier member is kept. Until then, a removed member ends at the next one's name.
    private boolean keepsMember;
    private int removedName;
    private int removedEnd;

    private void open(int position, char closing, JsonPlace at, MaskMethod whole) {
      start = position;
      end = closing;
      place = whole == null ? at : null;
      method = whole;
      comma = NONE;
      keepsMember = false;
      removedName = NONE;
    }

    private boolean isObject() {
      return end == '}';
    }
  }

  private final String text;
  private final JsonLexer lexer;
  private final List<Open> stack = new ArrayList<>();
  private int depth;
  private int at;
  // The place of the value at the position, or null if the value is kept.
  private JsonPlace place;
  // Null until something changes; holds the text up to the position copied.
  private StringBuilder out;
  private int copied;

  JsonRewrite(String text) {
    this.text = text;
    lexer = new JsonLexer(text);
  }

  /**
   * Returns the masked text, the same text if nothing in it is masked, or null if it is no JSON.
   */
  String apply(JsonPlace column) {
    place = column;
    at = lexer.skipBlanks(0);
    boolean more = true;
    while (more) {
      boolean opened = isOpening(lexer.charAt(at));
      if (!(opened ? open() : scalar())) {
        return null;
      }
      more = opened && beginFirst();
      while (!more && depth > 0 && at != JsonLexer.INVALID) {
        more = next();
      }
      if (at == JsonLexer.INVALID) {
        return null;
      }
    }
    if (lexer.skipBlanks(at) != text.length()) {
      return null;
    }
    return out == null ? text : out.append(text, copied, text.length()).toString();
  }

  private static boolean isOpening(char c) {
    return c == '{' || c == '[';
  }

  private boolean open() {
    if (depth == MAX_DEPTH) {
      return false;
    }
    if (depth == stack.size()) {
      stack.add(new Open());
    }
    char closing = text.charAt(at) == '{' ? '}' : ']';
    stack.get(depth++).open(at, closing, place, place == null ? null : place.method());
    at = lexer.skipBlanks(at + 1);
    return true;
  }

  /** Moves to the first value of what was opened; returns false if it has none, or is invalid. */
  private boolean beginFirst() {
    Open open = stack.get(depth - 1);
    if (lexer.charAt(at) == open.end) {
      at++;
      close();
      return false;
    }
    return begin(open);
  }

  /** Moves from a value's end to the next value, or behind the end of its array or object. */
  private boolean next() {
    Open open = stack.get(depth - 1);
    at = lexer.skipBlanks(at);
    char c = lexer.charAt(at);
    if (c == ',') {
      open.comma = at;
      at = lexer.skipBlanks(at + 1);
      return begin(open);
    }
    if (c == open.end) {
      at++;
      close();
    } else {
      at = JsonLexer.INVALID;
    }
    return false;
  }

  /** Moves from an element or a member's name to its value; returns false if it is invalid. */
  private boolean begin(Open open) {
    place = open.place;
    if (!open.isObject()) {
      return true;
    }
    int name = at;
    int nameEnd = lexer.endOfString(name);
    at = nameEnd == JsonLexer.INVALID ? nameEnd : lexer.skipBlanks(nameEnd);
    if (at == JsonLexer.INVALID || lexer.charAt(at) != ':') {
      at = JsonLexer.INVALID;
      return false;
    }
    at = lexer.skipBlanks(at + 1);
    open.name = name;
    if (open.removedName != NONE) {
      replace(open.removedName, name, "");
      open.removedName = NONE;
    }
    if (place != null) {
      place = place.member(lexer.unescape(name, nameEnd));
    }
    return true;
  }

  private void close() {
    Open closed = stack.get(--depth);
    if (closed.removedName != NONE) {
      replace(closed.removedName, closed.removedEnd, "");
    }
    if (closed.method == null || isRemoved(closed.method)) {
      end(closed.method);
      return;
    }
    ColumnType type = closed.isObject() ? ColumnType.MAP : ColumnType.ARRAY;
    replace(
        closed.start, at, JsonValues.ofWhole(closed.method, type, withoutBlanks(closed.start, at)));
    end(null);
  }

  private boolean scalar() {
    int start = at;
    boolean string = lexer.charAt(start) == '"';
    at = string ? lexer.endOfString(start) : lexer.endOfLiteral(start);
    if (at == JsonLexer.INVALID) {
      return false;
    }
    MaskMethod method = place == null ? null : place.method();
    if (method == null && place != null && lexer.charAt(start) != 'n') {
      method = place.scalarMethod();
    }
    if (method == null || isRemoved(method)) {
      end(method);
      return true;
    }
    replace(
        start,
        at,
        string
            ? JsonValues.ofString(method, lexer.unescape(start, at))
            : JsonValues.ofLiteral(method, text.substring(start, at)));
    end(null);
    return true;
  }

  /** Whether the value belongs to a member that is removed; an element becomes null instead. */
  private boolean isRemoved(MaskMethod method) {
    return method.dropsField() && depth > 0 && stack.get(depth - 1).isObject();
  }

  /**
   * Ends the value before the position.
   *
   * @param removal the method that removes its member, or null if the member stays
   */
  private void end(MaskMethod removal) {
    if (depth == 0) {
      return;
    }
    Open open = stack.get(depth - 1);
    if (removal == null) {
      open.keepsMember = true;
    } else if (open.keepsMember) {
      replace(open.comma, at, "");
    } else {
      open.removedName = open.name;
      open.removedEnd = at;
    }
  }

  private void replace(int from, int to, String replacement) {
    if (out == null) {
      out = new StringBuilder(text.length());
    }
    out.append(text, copied, from).append(replacement);
    copied = to;
  }

  private String withoutBlanks(int from, int to) {
    StringBuilder compact = new StringBuilder(to - from);
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '"') {
        int end = lexer.endOfString(i);
        compact.append(text, i, end);
        i = end - 1;
      } else if (!JsonLexer.isBlank(c)) {
        compact.append(c);
      }
    }
    return compact.toString();
  }
}
