package io.mskcdc.apply;

import static io.mskcdc.problem.ErrorCode.FILE_NOT_WRITABLE;
import static io.mskcdc.problem.ErrorCode.LIVE_STATE_CHANGED;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.catalog.SinkTopics;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.WantedState;
import io.mskcdc.config.WorkerSettings;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.Capability;
import io.mskcdc.runtime.ConnectRuntime;
import io.mskcdc.runtime.LiveConnector;
import io.mskcdc.runtime.RunState;
import io.mskcdc.text.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Deletes a connector. Stops it and saves its offsets first, where the runtime returns offsets. */
public final class Deleter {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final ConnectRuntime runtime;
  private final HealthWatch watch;
  private final Path folder;
  private final ApplyListener listener;

  /**
   * @param watch waits until the connector is stopped
   * @param folder where offsets are saved
   * @param listener receives each step
   */
  public Deleter(ConnectRuntime runtime, HealthWatch watch, Path folder, ApplyListener listener) {
    this.runtime = runtime;
    this.watch = watch;
    this.folder = folder;
    this.listener = listener;
  }

  /**
   * The topics and files that remain after a deletion.
   *
   * @param name the connector
   * @param offsets the file with its offsets; empty where the runtime does not return offsets
   * @param offsetTopic the offset topic that its worker configuration names
   * @param group the group of a sink's consumers, which has its offsets; empty for a source
   * @param topics the topics it wrote; empty where the workers do not track them
   * @param historyTopic its schema-history topic, where it has one
   * @param internalTopics the topics that the runtime created only for it
   */
  public record Remains(
      String name,
      Optional<Path> offsets,
      Optional<String> offsetTopic,
      Optional<String> group,
      Optional<List<String>> topics,
      Optional<String> historyTopic,
      List<String> internalTopics) {}

  /** Deletes a connector. Returns what remains; empty where there was no such connector. */
  public Optional<Remains> delete(String name) {
    return delete(name, live -> {});
  }

  /**
   * Deletes a connector of a plan. Returns what remains; empty where it is gone already.
   *
   * @param planned the connector as the plan saw it
   * @throws ProblemException when another client has changed its configuration since, which
   *     includes its label; then it is not deleted
   */
  public Optional<Remains> delete(LiveConnector planned) {
    return delete(planned.name(), live -> requireSame(planned, live));
  }

  private static void requireSame(LiveConnector planned, LiveConnector live) {
    if (!live.config().equals(planned.config())) {
      throw new ProblemException(
          Problem.of(
              LIVE_STATE_CHANGED,
              planned.name(),
              "its configuration changed since the plan was made, so it is not deleted",
              "run the command again to see the new plan"));
    }
  }

  private Optional<Remains> delete(String name, Consumer<LiveConnector> check) {
    ClusterWatch cluster = ClusterWatch.begin(runtime);
    Optional<LiveConnector> live = runtime.connector(name);
    if (live.isEmpty()) {
      return Optional.empty();
    }
    check.accept(live.get());
    Optional<List<String>> topics = runtime.topics(name);
    List<String> internal = runtime.internalTopics(name);
    Optional<Problem> refusal = runtime.refusal(Capability.OFFSETS, name);
    boolean[] stopped = {false};
    try {
      if (refusal.isEmpty()) {
        stop(live.get(), () -> stopped[0] = true);
      }
      Optional<Path> saved =
          refusal.isEmpty() ? Optional.of(save(name, runtime.offsets(name))) : Optional.empty();
      listener.event(
          name,
          "deleting; "
              + refusal
                  .map(found -> "[" + found.code().code() + "] its offsets cannot be saved")
                  .orElseGet(() -> "offsets saved in " + saved.orElseThrow()));
      // To stop it may take minutes. A connector of the same name on another cluster is another
      // one.
      cluster.require(name);
      runtime.connector(name).ifPresent(check);
      deleteNow(name);
      return Optional.of(
          new Remains(
              name,
              saved,
              live.get().settings().flatMap(WorkerSettings::offsetTopic),
              SinkTopics.group(name, live.get().config()),
              topics,
              historyTopic(live.get()),
              internal));
    } catch (ProblemException e) {
      if (stopped[0]) {
        listener.event(
            name,
            "its stop was requested; unless it is gone, mskcdc resume "
                + name
                + " starts it again");
      }
      throw cluster.explained(name, e);
    }
  }

  private void deleteNow(String name) {
    try {
      runtime.delete(name);
    } catch (ProblemException e) {
      if (OpenWrites.isOpen(e.problems())) {
        listener.event(
            name, "whether it is deleted is not known; mskcdc status " + name + " shows it");
      }
      throw e;
    }
  }

  private static Optional<String> historyTopic(LiveConnector live) {
    return SourceConnectors.candidates(live.config()).stream()
        .flatMap(source -> source.historyTopic(live.config()).stream())
        .findFirst();
  }

  /**
   * Stops a connector that is not stopped.
   *
   * @param requested runs once the request may have been carried out, which is before its effect
   */
  private void stop(LiveConnector live, Runnable requested) {
    if (live.status().state() == RunState.STOPPED) {
      return;
    }
    String name = live.name();
    listener.event(name, "stopping");
    try {
      runtime.changeState(name, WantedState.STOPPED);
      requested.run();
    } catch (ProblemException e) {
      if (OpenWrites.isOpen(e.problems())) {
        requested.run();
      }
      throw e;
    }
    watch.await(name, WantedState.STOPPED, text -> listener.event(name, text));
  }

  private Path save(String name, JsonNode offsets) {
    // A live name may be a path, which would lead into or out of another folder.
    String inFolder = name.replace("%", "%25").replace("/", "%2F");
    Path file = folder.resolve(inFolder + "-" + STAMP.format(Instant.now()) + ".json");
    try {
      Files.createDirectories(folder);
      WholeFile.write(file, offsets.toPrettyString() + "\n");
      return file;
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of(
              FILE_NOT_WRITABLE,
              file.toString(),
              "the offsets cannot be saved (%s), so the connector is only stopped"
                  .formatted(WholeFile.reason(e)),
              "make the folder writable, with free space, or choose another with --offsets-dir"),
          e);
    }
  }
}
