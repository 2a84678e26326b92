package io.mskcdc.dms;

import io.mskcdc.config.BundlePaths;
import java.util.List;
import java.util.Locale;

/** The formats of templates. */
public enum TemplateFormat {
  TERRAFORM,
  CLOUDFORMATION;

  /** Returns the name as it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Renders tasks in this format.
   *
   * @throws io.mskcdc.problem.ProblemException if a task has a value that the format has no place
   *     for
   */
  public String render(BundlePaths paths, List<DmsTask> tasks) {
    return switch (this) {
      case TERRAFORM -> TerraformTemplate.of(paths, tasks);
      case CLOUDFORMATION -> CloudFormationTemplate.of(paths, tasks);
    };
  }
}
