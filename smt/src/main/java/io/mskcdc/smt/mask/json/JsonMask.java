package io.mskcdc.smt.mask.json;

import io.mskcdc.smt.mask.method.ColumnMask;
import io.mskcdc.smt.mask.method.ColumnType;
import io.mskcdc.smt.mask.method.MaskMethod;

/**
 * Masks values within a text of JSON. All other characters stay: the order of members, blanks, and
 * how numbers and strings are written. If the text is not JSON, the whole of it is masked.
 */
public final class JsonMask implements ColumnMask {

  private final JsonPlace column;

  public JsonMask(JsonPlace column) {
    this.column = column;
  }

  @Override
  public Object apply(Object value) {
    String text = (String) value;
    String masked = new JsonRewrite(text).apply(column);
    if (masked != null) {
      return masked;
    }
    if (column.isJson(text)) {
      return JsonValues.ofWhole(column.textMethod(), ColumnType.MAP, text);
    }
    MaskMethod method = column.scalarMethod();
    return method == null ? text : JsonValues.ofPlainText(method, text);
  }
}
