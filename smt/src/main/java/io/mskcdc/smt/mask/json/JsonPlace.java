package io.mskcdc.smt.mask.json;

import io.mskcdc.smt.mask.method.MaskMethod;

/**
 * What happens to the values at one path within a column. Elements of an array have the path of the
 * array.
 */
public interface JsonPlace {

  /** The method for a whole value here, or null if it is kept or looked into. */
  MaskMethod method();

  /** The method for a string, number or boolean here, or null if it is kept. */
  MaskMethod scalarMethod();

  /** Whether a text of the column is meant as JSON even if it is not valid. */
  boolean isJson(String text);

  /** The method for a whole text that is meant as JSON but is not valid. */
  MaskMethod textMethod();

  /** Returns the place of a member of an object here, or null if all of its value is kept. */
  JsonPlace member(String name);
}
