package io.mskcdc.cli.option;

import java.util.Iterator;
import java.util.List;

/**
 * Completion candidates that the completion script looks up in the bundle's folder. The only
 * candidate is the shell command that prints the names.
 */
public abstract class LookedUpNames implements Iterable<String> {
  private final String function;

  private LookedUpNames(String function) {
    this.function = function;
  }

  /** Returns one instance for each kind of names. */
  public static List<LookedUpNames> all() {
    return List.of(new Connectors(), new Environments(), new Plugins());
  }

  /** Returns the command substitution that the shell replaces by the names, one on each line. */
  public String command() {
    return "$(" + function + ")";
  }

  @Override
  public Iterator<String> iterator() {
    return List.of(command()).iterator();
  }

  /** The connectors that have a file in the bundle. */
  public static final class Connectors extends LookedUpNames {
    public Connectors() {
      super("_mskcdc_connectors");
    }
  }

  /** The environments of the bundle. */
  public static final class Environments extends LookedUpNames {
    public Environments() {
      super("_mskcdc_environments");
    }
  }

  /** The plugins that the repository builds. */
  public static final class Plugins extends LookedUpNames {
    public Plugins() {
      super("_mskcdc_plugins");
    }
  }
}
