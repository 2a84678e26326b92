package io.mskcdc.deploy;

import static io.mskcdc.problem.ErrorCode.PRUNE_IMPOSSIBLE;

import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.Environment;
import io.mskcdc.msk.Leftover;
import io.mskcdc.msk.MskSession;
import io.mskcdc.msk.PluginGarbage;
import io.mskcdc.msk.PluginUpload;
import io.mskcdc.plugin.BuiltPlugin;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.report.GarbageReport;
import io.mskcdc.report.UploadReport;
import java.util.Optional;
import java.util.function.Consumer;

/** Uploads plugins to MSK Connect, and removes those that no connector uses any more. */
public final class PluginMaintenance {
  private final BundlePaths paths;
  private final Environment environment;
  private final MskSession session;
  private final Consumer<String> progress;

  /**
   * @param environment an environment on MSK Connect
   * @param session its AWS account
   * @param progress receives steps and warnings, one line each
   */
  public PluginMaintenance(
      BundlePaths paths, Environment environment, MskSession session, Consumer<String> progress) {
    this.paths = paths;
    this.environment = environment;
    this.session = session;
    this.progress = progress;
  }

  /**
   * Uploads a built plugin and waits until it is ACTIVE.
   *
   * @param name a folder of connect-plugins
   * @throws ProblemException when the plugin is not built or MSK Connect cannot create it
   */
  public UploadReport upload(String name) {
    BuiltPlugin plugin = BuiltPlugin.read(name, paths.pluginManifest(name));
    return new UploadReport(new PluginUpload(session, environment, progress).upload(plugin));
  }

  /**
   * Removes the bundle's custom plugins and worker configurations that no connector uses.
   *
   * @param keep how many of each to keep, the newest first
   * @param dryRun whether to remove nothing and only return the result
   * @return what was removed and what was kept; empty when the removal was not approved
   * @throws ProblemException when the environment does not name its bundle
   */
  public Optional<GarbageReport> removeUnused(int keep, boolean dryRun, ChangeReview review) {
    requireBundle();
    PluginGarbage garbage = new PluginGarbage(session, environment);
    GarbageReport found = new GarbageReport(garbage.find(keep), true);
    if (dryRun || found.removable().isEmpty()) {
      return Optional.of(found);
    }
    review.show(found);
    if (!review.isApproved()) {
      return Optional.empty();
    }
    for (Leftover one : found.removable()) {
      progress.accept("removing " + one.kind().text() + " " + one.name());
      garbage.remove(one);
    }
    return Optional.of(new GarbageReport(found.leftovers(), false));
  }

  private void requireBundle() {
    if (environment.bundle().isEmpty()) {
      throw new ProblemException(
          new Problem(
              PRUNE_IMPOSSIBLE,
              paths.shown(environment.file()),
              "bundle",
              "the bundle has no name, so its own plugins cannot be recognised",
              "set bundle to a name; every later upload carries it as a tag"));
    }
  }
}
