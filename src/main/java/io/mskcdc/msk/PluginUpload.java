package io.mskcdc.msk;

import static io.mskcdc.problem.ErrorCode.ENVIRONMENT_INVALID;
import static io.mskcdc.problem.ErrorCode.PLUGIN_DIFFERS;
import static io.mskcdc.problem.ErrorCode.PLUGIN_FAILED;
import static io.mskcdc.problem.ErrorCode.PLUGIN_NOT_ACTIVE;
import static io.mskcdc.problem.ErrorCode.PLUGIN_OBJECT_DIFFERS;

import io.mskcdc.aws.Content;
import io.mskcdc.aws.S3Bucket;
import io.mskcdc.aws.S3Bucket.StoredObject;
import io.mskcdc.config.Environment;
import io.mskcdc.config.MskConnectTarget.PluginBucket;
import io.mskcdc.msk.api.CreateCustomPluginRequest;
import io.mskcdc.msk.api.CustomPlugin;
import io.mskcdc.msk.api.KafkaConnect;
import io.mskcdc.msk.api.StateDescription;
import io.mskcdc.plugin.BuiltPlugin;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.text.OneLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Creates a custom plugin of MSK Connect from a built plugin. Each step first checks whether it is
 * done, so that the next upload finishes an interrupted one.
 */
public final class PluginUpload {
  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final long MEBIBYTE = 1 << 20;

  private final MskSession session;
  private final KafkaConnect api;
  private final Environment environment;
  private final Consumer<String> progress;

  /**
   * @param environment an environment on MSK Connect
   * @param progress receives each step
   */
  public PluginUpload(MskSession session, Environment environment, Consumer<String> progress) {
    this.session = session;
    this.api = session.api();
    this.environment = environment;
    this.progress = progress;
  }

  /**
   * A plugin that connectors can use.
   *
   * @param built the plugin's ZIP and manifest
   * @param active the custom plugin as MSK Connect describes it
   * @param created whether this upload created the custom plugin
   */
  public record Uploaded(BuiltPlugin built, CustomPlugin active, boolean created) {}

  /** Uploads, and returns when the plugin is ACTIVE and holds the ZIP. */
  public Uploaded upload(BuiltPlugin plugin) {
    Optional<CustomPlugin> existing = usable(plugin.name());
    String arn = existing.map(CustomPlugin::customPluginArn).orElseGet(() -> create(plugin));
    CustomPlugin active = awaitActive(plugin.name(), arn);
    requireSame(plugin, active);
    return new Uploaded(plugin, active, existing.isEmpty());
  }

  /** Returns the plugin of this name, unless its creation failed or it is being deleted. */
  private Optional<CustomPlugin> usable(String name) {
    Optional<CustomPlugin> found =
        api.listCustomPlugins(name).stream()
            .filter(plugin -> plugin.name().equals(name))
            .findFirst();
    if (found.isEmpty()) {
      return found;
    }
    String arn = found.get().customPluginArn();
    switch (found.get().customPluginState()) {
      case "CREATE_FAILED" -> {
        progress.accept("removing " + name + ", which an earlier upload could not create");
        api.deleteCustomPlugin(arn);
      }
      case "DELETING" -> progress.accept("waiting for an earlier " + name + " to be gone");
      default -> {
        return found;
      }
    }
    api.poll(name, TIMEOUT, () -> gone(arn), () -> notYet(name, "it is still being deleted"));
    return Optional.empty();
  }

  private Optional<Boolean> gone(String arn) {
    return api.describeCustomPlugin(arn).isPresent() ? Optional.empty() : Optional.of(true);
  }

  private String create(BuiltPlugin plugin) {
    PluginBucket place =
        environment
            .mskConnect()
            .orElseThrow()
            .pluginBucket()
            .orElseThrow(
                () ->
                    new ProblemException(
                        new Problem(
                            ENVIRONMENT_INVALID,
                            environment.file().toString(),
                            "mskConnect.pluginBucket",
                            "there is no bucket to upload the plugin to",
                            "write its name: pluginBucket: {name: …}")));
    S3Bucket bucket = session.bucket(place);
    String key = place.prefix() + plugin.name() + ".zip";
    StoredObject object = stored(plugin, bucket, key);
    if (object.version().isEmpty()) {
      progress.accept(
          "warning the bucket "
              + place.name()
              + " keeps no versions: the plugin's file is compared by MD5 and size only");
    }
    progress.accept("creating custom plugin " + plugin.name());
    return api.createCustomPlugin(
        new CreateCustomPluginRequest(
            plugin.name(),
            "Built from commit " + plugin.commit(),
            "ZIP",
            new CustomPlugin.Location(
                new CustomPlugin.S3Location(bucket.arn(), key, object.version().orElse(null))),
            BundleTags.of(environment, plugin.sha256())));
  }

  private StoredObject stored(BuiltPlugin plugin, S3Bucket bucket, String key) {
    Optional<StoredObject> there = bucket.head(key, true);
    if (there.isEmpty()) {
      there = bucket.putNew(key, content(plugin), plugin.sha256(), sent(plugin));
    }
    StoredObject object = there.orElseGet(() -> bucket.head(key, false).orElseThrow());
    if (object.sha256().filter(plugin.sha256()::equals).isEmpty()) {
      throw problem(
          PLUGIN_OBJECT_DIFFERS,
          bucket.arn() + "/" + key,
          object
              .sha256()
              .map(found -> "the object has other content, with SHA-256 " + found)
              .orElse("the object is stored without a SHA-256"),
          "find out who put it there; then delete it, or use another prefix");
    }
    return object;
  }

  private static Content content(BuiltPlugin plugin) {
    try {
      return Content.of(plugin.file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // One line for each quarter, since the log of a CI job cannot overwrite a line.
  private LongConsumer sent(BuiltPlugin plugin) {
    String of = " of " + (plugin.size() / MEBIBYTE) + " MiB";
    long[] next = {0};
    return bytes -> {
      if (bytes < next[0]) {
        return;
      }
      progress.accept("uploading " + plugin.name() + ": " + bytes / MEBIBYTE + of);
      next[0] = bytes + Math.max(plugin.size() / 4, MEBIBYTE);
    };
  }

  private CustomPlugin awaitActive(String name, String arn) {
    CustomPlugin plugin =
        api.poll(
            name,
            TIMEOUT,
            () -> api.describeCustomPlugin(arn).filter(PluginUpload::isSettled),
            () -> notYet(name, "it is not ACTIVE"));
    requireActive(name, plugin);
    return plugin;
  }

  private static boolean isSettled(CustomPlugin plugin) {
    return !plugin.customPluginState().equals("CREATING");
  }

  private static void requireActive(String name, CustomPlugin plugin) {
    if (plugin.customPluginState().equals("ACTIVE")) {
      return;
    }
    StateDescription why = plugin.stateDescription();
    throw problem(
        PLUGIN_FAILED,
        name,
        "MSK Connect could not create the plugin ("
            + plugin.customPluginState()
            + ")"
            + (why == null ? "" : ": " + OneLine.of(why.code() + ": " + why.message())),
        "correct what the message names, then upload again");
  }

  private static void requireSame(BuiltPlugin plugin, CustomPlugin active) {
    CustomPlugin.FileDescription file = active.latestRevision().fileDescription();
    if (file.fileMd5().equalsIgnoreCase(plugin.md5()) && file.fileSize() == plugin.size()) {
      return;
    }
    throw problem(
        PLUGIN_DIFFERS,
        active.customPluginArn(),
        "the custom plugin has another file: MD5 "
            + file.fileMd5()
            + " and "
            + file.fileSize()
            + " bytes, where the ZIP has "
            + plugin.md5()
            + " and "
            + plugin.size(),
        "find out who created it; delete it if nothing uses it, then upload again");
  }

  private static ProblemException notYet(String name, String message) {
    return problem(
        PLUGIN_NOT_ACTIVE,
        name,
        message + " after " + TIMEOUT.toMinutes() + " minutes",
        "upload again: it continues where this upload ended");
  }

  private static ProblemException problem(
      ErrorCode code, String where, String message, String next) {
    return new ProblemException(Problem.of(code, where, message, next));
  }
}
