package io.mskcdc.local.msk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.aws.rest.VerifiedRequest;
import io.mskcdc.local.msk.MskConnectShapes.CustomPlugin;
import io.mskcdc.local.msk.MskConnectShapes.PluginLocation;
import io.mskcdc.local.msk.MskConnectShapes.PluginReference;
import io.mskcdc.local.msk.MskConnectShapes.PluginRevision;
import io.mskcdc.local.msk.MskConnectShapes.StateDescription;
import io.mskcdc.local.msk.PluginFile.UnusableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.Predicate;

/** The operations on custom plugins, and the copies of their files. */
final class CustomPlugins {
  private static final String CREATING = "CREATING";
  private static final String ACTIVE = "ACTIVE";
  private static final int MOST = 100;

  private final Path folder;
  private final Store<CustomPlugin> store;
  private final S3Objects s3;
  private final Tags tags;
  private final ExecutorService threads;

  CustomPlugins(Path folder, S3Objects s3, Tags tags, ExecutorService threads) {
    this.folder = folder;
    this.s3 = s3;
    this.tags = tags;
    this.threads = threads;
    store =
        new Store<>(
            folder, CustomPlugin.class, CustomPlugin::customPluginArn, CustomPlugin::creationTime);
    // What an earlier start did not finish.
    store.all().stream()
        .filter(plugin -> plugin.customPluginState().equals(CREATING))
        .forEach(this::fetchSoon);
  }

  synchronized ObjectNode create(Input input, VerifiedRequest call) {
    String name = input.name("name");
    String description = input.description("description");
    String contentType = input.text("contentType");
    if (!Set.of("JAR", "ZIP").contains(contentType)) {
      throw MskConnectError.badRequest("contentType", "contentType must be JAR or ZIP");
    }
    input.required("location");
    PluginLocation location = input.shape("location", PluginLocation.class);
    if (location.s3Location() == null) {
      throw Input.missing("location.s3Location");
    }
    S3Objects.require(location.s3Location());
    Map<String, String> given = Tags.read(input);
    if (store.all().stream().anyMatch(other -> other.name().equals(name))) {
      throw MskConnectError.conflict("a custom plugin named " + name + " exists");
    }
    if (store.all().size() >= MOST) {
      throw MskConnectError.limitReached("an account may have " + MOST + " custom plugins");
    }
    String now = MskConnectShapes.now();
    CustomPlugin made =
        new CustomPlugin(
            now,
            Arns.fresh(call, Arns.PLUGIN, name),
            CREATING,
            description,
            new PluginRevision(contentType, now, description, null, location, 1),
            name,
            null);
    store.put(made);
    tags.add(made.customPluginArn(), given);
    fetchSoon(made);
    return Json.object()
        .put("customPluginArn", made.customPluginArn())
        .put("customPluginState", CREATING)
        .put("name", name)
        .put("revision", 1);
  }

  private void fetchSoon(CustomPlugin plugin) {
    threads.execute(() -> fetch(plugin));
  }

  private void fetch(CustomPlugin plugin) {
    PluginRevision revision = plugin.latestRevision();
    Path file = file(plugin.customPluginArn());
    try {
      s3.copy(revision.location().s3Location(), file);
      PluginFile copy = new PluginFile(file, revision.contentType());
      copy.check();
      settle(plugin.with(ACTIVE, revision.with(copy.describe()), null));
    } catch (UnusableException e) {
      deleteFile(file);
      settle(plugin.with("CREATE_FAILED", revision, e.description()));
    } catch (InterruptedException e) {
      // The emulator ends; its next start fetches once more.
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      settle(
          plugin.with(
              "CREATE_FAILED",
              revision,
              new StateDescription("UnknownError.Unknown", e.getClass().getName())));
    }
  }

  // It may have been deleted in between.
  private synchronized void settle(CustomPlugin plugin) {
    if (store.get(plugin.customPluginArn()).isPresent()) {
      store.put(plugin);
    }
  }

  private Path file(String arn) {
    return folder.resolve(Arns.id(arn) + ".plugin");
  }

  private static void deleteFile(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ObjectNode describe(Input input) {
    return shown(get(input.arn()));
  }

  private static ObjectNode shown(CustomPlugin plugin) {
    ObjectNode shown = Json.of(plugin);
    if (!plugin.customPluginState().equals(ACTIVE)) {
      shown.remove("latestRevision");
    }
    return shown;
  }

  /**
   * @param isUsed tells of an ARN whether a connector uses it
   */
  synchronized ObjectNode delete(Input input, Predicate<String> isUsed) {
    CustomPlugin found = get(input.arn());
    if (isUsed.test(found.customPluginArn())) {
      throw MskConnectError.badRequest(
          "customPluginArn", "a connector uses the custom plugin " + found.name());
    }
    store.remove(found.customPluginArn());
    tags.removeAll(found.customPluginArn());
    deleteFile(file(found.customPluginArn()));
    return Json.object()
        .put("customPluginArn", found.customPluginArn())
        .put("customPluginState", "DELETING");
  }

  ObjectNode list(Input input) {
    String prefix = input.parameter("namePrefix").orElse("");
    return Page.of(
        "customPlugins",
        store.all().stream().filter(entry -> entry.name().startsWith(prefix)).toList(),
        CustomPlugin::customPluginArn,
        plugin -> {
          ObjectNode summary = shown(plugin);
          summary.remove("stateDescription");
          return summary;
        },
        input);
  }

  boolean has(String arn) {
    return store.get(arn).isPresent();
  }

  private CustomPlugin get(String arn) {
    return store
        .get(arn)
        .orElseThrow(() -> MskConnectError.notFound("there is no custom plugin " + arn));
  }

  /** Goes on only if the list names one plugin, and one that can be used. */
  void require(List<PluginReference> plugins) {
    if (plugins.size() != 1 || plugins.get(0).customPlugin() == null) {
      throw MskConnectError.badRequest("plugins", "plugins must name exactly one custom plugin");
    }
    String arn = String.valueOf(plugins.get(0).customPlugin().customPluginArn());
    CustomPlugin found = get(arn);
    if (plugins.get(0).customPlugin().revision() != 1) {
      throw MskConnectError.badRequest(
          "plugins",
          "the custom plugin has no revision " + plugins.get(0).customPlugin().revision());
    }
    if (!found.customPluginState().equals(ACTIVE)) {
      throw MskConnectError.badRequest(
          "plugins", "the custom plugin is " + found.customPluginState() + ", not " + ACTIVE);
    }
  }

  /** Returns the copy of a plugin that {@link #require} let through. */
  PluginFile file(List<PluginReference> plugins) {
    CustomPlugin plugin = get(plugins.get(0).customPlugin().customPluginArn());
    return new PluginFile(file(plugin.customPluginArn()), plugin.latestRevision().contentType());
  }
}
