package io.mskcdc.smt.mask.method;

import io.mskcdc.smt.connect.PrefixedOptions;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * A masking method as users configure it.
 *
 * @param name the name in the option {@code <name>.columns}
 * @param documentation the documentation of that option: the effect and the column types
 * @param options further options of the method; their names begin with the method's name and a dot
 * @param factory makes the method from the options of Mask, if the method has columns. It throws a
 *     {@link ConfigException} if an option that it needs is missing.
 */
public record MethodDefinition(
    String name,
    String documentation,
    ConfigDef options,
    Function<PrefixedOptions, MaskMethod> factory) {

  /** Defines a method without further options. */
  MethodDefinition(
      String name, String documentation, Function<PrefixedOptions, MaskMethod> factory) {
    this(name, documentation, new ConfigDef(), factory);
  }

  /** The option that lists the columns to mask with a method. */
  public static String columnsOption(String method) {
    return method + ".columns";
  }
}
