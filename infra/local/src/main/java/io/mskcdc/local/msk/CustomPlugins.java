package io.mskcdc.local.msk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.aws.rest.Arns;
import io.mskcdc.local.aws.rest.Input;
import io.mskcdc.local.aws.rest.Json;
import io.mskcdc.local.aws.rest.Page;
import io.mskcdc.local.aws.rest.Store;
import io.mskcdc.local.aws.rest.Tags;
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
  private static final int MAX_PLUGINS = 100;

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
    // Copies that the last run of the emulator did not finish.
    store.all().stream()
        .filter(plugin -> plugin.customPluginState().equals(CREATING))
        .forEach(this::submitFetch);
  }

  synchronized ObjectNode create(Input input, VerifiedRequest call) {
    NameAndDescription named = NameAndDescription.read(input, "name", "description");
    String contentType = input.requiredText("contentType");
    if (!Set.of("JAR", "ZIP").contains(contentType)) {
      throw input.invalid("contentType", "contentType must be JAR or ZIP");
    }
    PluginLocation location = location(input);
    Map<String, String> given = tags.read(input);
    if (store.all().stream().anyMatch(other -> other.name().equals(named.name()))) {
      throw MskConnectErrors.conflict("a custom plugin named " + named.name() + " exists");
    }
    if (store.all().size() >= MAX_PLUGINS) {
      throw MskConnectErrors.quotaReached("an account may have " + MAX_PLUGINS + " custom plugins");
    }
    String now = MskConnectShapes.now();
    CustomPlugin created =
        new CustomPlugin(
            now,
            MskConnectArns.create(call, MskConnectArns.PLUGIN, named.name()),
            CREATING,
            named.description(),
            new PluginRevision(contentType, now, named.description(), null, location, 1),
            named.name(),
            null);
    store.put(created);
    tags.add(created.customPluginArn(), given);
    submitFetch(created);
    return Json.object()
        .put("customPluginArn", created.customPluginArn())
        .put("customPluginState", CREATING)
        .put("name", named.name())
        .put("revision", 1);
  }

  private static PluginLocation location(Input input) {
    PluginLocation location =
        input.shape("location", PluginLocation.class).orElseThrow(() -> input.missing("location"));
    if (location.s3Location() == null) {
      throw input.missing("location.s3Location");
    }
    S3Objects.require(location.s3Location());
    return location;
  }

  private void submitFetch(CustomPlugin plugin) {
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
      // The emulator stops; its next start fetches the file again.
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      settle(
          plugin.with(
              "CREATE_FAILED",
              revision,
              new StateDescription("UnknownError.Unknown", e.getClass().getName())));
    }
  }

  // The plugin may have been deleted meanwhile.
  private synchronized void settle(CustomPlugin plugin) {
    if (store.has(plugin.customPluginArn())) {
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
    return description(get(input));
  }

  private static ObjectNode description(CustomPlugin plugin) {
    ObjectNode description = Json.of(plugin);
    if (!plugin.customPluginState().equals(ACTIVE)) {
      description.remove("latestRevision");
    }
    return description;
  }

  /**
   * @param isUsed whether a connector uses a plugin, by its ARN
   */
  synchronized ObjectNode delete(Input input, Predicate<String> isUsed) {
    CustomPlugin found = get(input);
    if (isUsed.test(found.customPluginArn())) {
      throw MskConnectErrors.badRequest(
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
    String prefix = input.query("namePrefix").orElse("");
    return Page.answer(
        input,
        "customPlugins",
        store.all().stream().filter(entry -> entry.name().startsWith(prefix)).toList(),
        CustomPlugin::customPluginArn,
        plugin -> {
          ObjectNode summary = description(plugin);
          summary.remove("stateDescription");
          return summary;
        });
  }

  boolean has(String arn) {
    return store.has(arn);
  }

  private CustomPlugin get(Input input) {
    return get(input.path("customPluginArn"));
  }

  private CustomPlugin get(String arn) {
    return store
        .get(arn)
        .orElseThrow(() -> MskConnectErrors.notFound("there is no custom plugin " + arn));
  }

  /** Checks that a list names exactly one plugin, and that the plugin is ACTIVE. */
  void require(List<PluginReference> plugins) {
    if (plugins.size() != 1 || plugins.get(0).customPlugin() == null) {
      throw MskConnectErrors.badRequest("plugins", "plugins must name exactly one custom plugin");
    }
    String arn = String.valueOf(plugins.get(0).customPlugin().customPluginArn());
    CustomPlugin found = get(arn);
    if (plugins.get(0).customPlugin().revision() != 1) {
      throw MskConnectErrors.badRequest(
          "plugins",
          "the custom plugin has no revision " + plugins.get(0).customPlugin().revision());
    }
    if (!found.customPluginState().equals(ACTIVE)) {
      throw MskConnectErrors.badRequest(
          "plugins", "the custom plugin is " + found.customPluginState() + ", not " + ACTIVE);
    }
  }

  /** Returns the file of the plugin in a list that {@link #require} accepts. */
  PluginFile file(List<PluginReference> plugins) {
    CustomPlugin plugin = get(plugins.get(0).customPlugin().customPluginArn());
    return new PluginFile(file(plugin.customPluginArn()), plugin.latestRevision().contentType());
  }
}
