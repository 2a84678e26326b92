package io.mskcdc.smt.mask.method;

import java.util.List;

/**
 * All masking methods. The options of Mask, their documentation and the tests over all methods
 * follow from this list. To add a method, write a class with a {@code DEFINITION} and add a line
 * here.
 */
public final class MaskMethods {

  public static final List<MethodDefinition> ALL =
      List.of(
          NullMethod.DEFINITION,
          RedactMethod.DEFINITION,
          HmacMethod.DEFINITION,
          PartialMethod.DEFINITION,
          FormatMethod.DEFINITION,
          DateMethod.DEFINITION,
          BucketMethod.DEFINITION,
          DropMethod.DEFINITION);

  private static final MaskMethod TO_NULL = new NullMethod();
  private static final MaskMethod TO_CONSTANT = new RedactMethod("***");

  private MaskMethods() {}

  /**
   * Returns a method that removes the whole value, for fields that are masked without a rule.
   *
   * @param optional whether the field may be null
   */
  public static MaskMethod removal(boolean optional) {
    return optional ? TO_NULL : TO_CONSTANT;
  }
}
