package io.mskcdc.local.msk;

import io.mskcdc.local.aws.CloudWatchLogs.Event;
import io.mskcdc.local.process.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The files of the workers of one connector.
 *
 * @param root the folder of the emulator
 * @param name the connector's name
 * @param id the last part of its ARN, since a later connector may have the same name
 */
record WorkerFiles(Path root, String name, String id) {
  private Path folder() {
    return root.resolve("workers").resolve(id);
  }

  Path pluginPath() {
    return folder().resolve("plugins");
  }

  /** Writes a worker's configuration and returns its file. */
  Path writeProperties(String worker, String properties) {
    try {
      return Files.writeString(folder().resolve(worker + ".properties"), properties);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the folder that a worker keeps its own files in. */
  Path work(String worker) {
    return folder().resolve(worker);
  }

  /** Returns a worker's log, which {@link #delete} does not delete. */
  Path log(String worker) {
    return root.resolve("logs").resolve(name + "_" + id).resolve(worker).resolve("connect.log");
  }

  /** Returns the events of a worker's log, as one stream. */
  List<Event> logEvents(String worker) {
    return new WorkerLog(log(worker), name + "-" + id + "/" + worker).events();
  }

  void delete() {
    Folders.delete(folder());
  }
}
