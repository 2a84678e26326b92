package io.mskcdc.apply;

import io.mskcdc.config.RenderedConnector;
import io.mskcdc.text.Sha256;
import io.mskcdc.text.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The changes that this process has written and nobody has seen healthy yet. Each has a file from
 * before its write until it is healthy, which also a process that is killed leaves behind. Because
 * of it the next apply waits although nothing is different.
 */
public final class UnfinishedChanges {
  /** The file of a rollback: the next apply waits whatever the files of the bundle are by then. */
  private static final String ANY = "any";

  private final Path folder;
  private final Map<String, Begun> begun = new ConcurrentSkipListMap<>();

  /**
   * @param folder where the files are, one for each connector; it need not exist
   */
  public UnfinishedChanges(Path folder) {
    this.folder = folder;
  }

  private enum Stage {
    WRITING("It was being written; whether the new configuration is live is not known"),
    WRITTEN("The new configuration is live; it was not seen healthy"),
    ROLLING_BACK("It was being rolled back; which configuration is live is not known"),
    ROLLED_BACK("It was rolled back; the previous configuration was not seen healthy");

    private final String sentence;

    Stage(String sentence) {
      this.sentence = sentence;
    }

    boolean isRollback() {
      return this == ROLLING_BACK || this == ROLLED_BACK;
    }
  }

  /**
   * A change that has begun.
   *
   * @param oldTasks identifies the configurations of its tasks that do not have the change; or
   *     empty
   * @param partly what its write has done so far, if that alone is worth a sentence; or empty
   */
  private record Begun(
      RenderedConnector wanted, Stage stage, Optional<String> oldTasks, Optional<String> partly) {
    String content() {
      return stage.isRollback()
          ? ANY
          : digest(wanted) + oldTasks.map(tasks -> "\n" + tasks).orElse("");
    }
  }

  /**
   * Notes that a connector is about to be written.
   *
   * @param oldTasks identifies the configurations of its tasks that do not have the change; or
   *     empty
   */
  void begin(RenderedConnector wanted, Optional<String> oldTasks) {
    note(wanted, Stage.WRITING, oldTasks);
  }

  /**
   * Notes what a write in several requests has done before it ends.
   *
   * @param done a sentence without its beginning and end; empty if nothing is half done any more
   */
  void partly(String name, Optional<String> done) {
    begun.computeIfPresent(
        name, (key, change) -> new Begun(change.wanted, change.stage, change.oldTasks, done));
  }

  /** Returns what a write has done that has not ended. */
  Optional<String> partly(String name) {
    return Optional.ofNullable(begun.get(name)).flatMap(Begun::partly);
  }

  /** Notes that a connector's configuration is live. */
  void written(RenderedConnector wanted) {
    note(wanted, Stage.WRITTEN, oldTasks(wanted));
  }

  /** Notes that a connector's previous configuration is about to be restored. */
  void rollingBack(RenderedConnector wanted) {
    note(wanted, Stage.ROLLING_BACK, Optional.empty());
  }

  /** Notes that a connector's previous configuration is live, or its stop is requested. */
  void rolledBack(RenderedConnector wanted) {
    note(wanted, Stage.ROLLED_BACK, Optional.empty());
  }

  private void note(RenderedConnector wanted, Stage stage, Optional<String> oldTasks) {
    Begun change = new Begun(wanted, stage, oldTasks, Optional.empty());
    begun.put(wanted.name(), change);
    // If the file cannot be written, the end of the change says so unless the process is killed.
    leave(wanted.name(), change.content());
  }

  /** Returns whether this process has written a connector's configuration, which is not healthy. */
  boolean isWritten(String name) {
    return begun.containsKey(name) && begun.get(name).stage() == Stage.WRITTEN;
  }

  /** Notes that a connector is healthy, or that its previous configuration was restored. */
  void finished(String name) {
    begun.remove(name);
    try {
      Files.deleteIfExists(file(name));
    } catch (IOException e) {
      // The next apply waits once more, which does no harm.
    }
  }

  /**
   * Leaves a file for a connector that did not become healthy.
   *
   * @return a sentence if the file cannot be written
   */
  Optional<String> failed(RenderedConnector wanted) {
    Begun change = begun.remove(wanted.name());
    String content = change == null ? digest(wanted) : change.content();
    return leave(wanted.name(), content) ? Optional.empty() : Optional.of(notLeft(wanted.name()));
  }

  /** Returns whether an earlier apply left this configuration before it was healthy. */
  public boolean isUnfinished(RenderedConnector wanted) {
    return !content(wanted).isEmpty();
  }

  /**
   * Returns what identifies the configurations of a connector's tasks that do not have a change
   * that is not finished, also one of an earlier apply.
   */
  Optional<String> oldTasks(RenderedConnector wanted) {
    return content(wanted).stream().skip(1).findFirst();
  }

  /** Reads the lines of a connector's file; none if it is about another configuration. */
  private List<String> content(RenderedConnector wanted) {
    try {
      List<String> lines = Files.readString(file(wanted.name())).lines().toList();
      return !lines.isEmpty() && Set.of(ANY, digest(wanted)).contains(lines.get(0))
          ? lines
          : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }

  /**
   * Leaves a file for each change that is not finished.
   *
   * @param rollback whether a failure would have been rolled back
   * @return a sentence for each of them
   */
  public List<String> interrupted(boolean rollback) {
    List<String> sentences = new ArrayList<>();
    begun.forEach(
        (name, change) -> {
          boolean left = leave(name, change.content());
          sentences.add(
              name
                  + ": interrupted. "
                  + change.partly().map(done -> "Half done: " + done + ". ").orElse("")
                  + change.stage().sentence
                  + (rollback && !change.stage().isRollback()
                      ? ", and nothing was rolled back"
                      : "")
                  + ". Next: mskcdc plan "
                  + name
                  + " compares with what is live"
                  + (left
                      ? ", and mskcdc apply " + name + " writes what differs and waits again"
                      : "; " + notLeft(name)));
        });
    return sentences;
  }

  private boolean leave(String name, String content) {
    try {
      Files.createDirectories(folder);
      WholeFile.write(file(name), content);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private String notLeft(String name) {
    return file(name)
        + " cannot be written, so the next apply reports what it sees at that moment and does not"
        + " wait";
  }

  private Path file(String name) {
    return folder.resolve(name + ".unfinished");
  }

  private static String digest(RenderedConnector wanted) {
    return Sha256.of(new TreeMap<>(wanted.config()).toString());
  }
}
