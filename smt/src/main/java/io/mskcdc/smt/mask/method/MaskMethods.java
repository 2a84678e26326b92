package io.mskcdc.smt.mask.method;

import java.util.List;

/**
 * All masking methods. The options of Mask, their documentation and the tests over all methods
 * follow from this list, so a new method is a class with a {@code DEFINITION} and a line here.
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
   * Returns a method that leaves nothing of a value, for fields that are masked without a rule.
   *
   * @param optional whether the field may be null
   */
  public static MaskMethod removal(boolean optional) {
    return optional ? TO_NULL : TO_CONSTANT;
  }
}
