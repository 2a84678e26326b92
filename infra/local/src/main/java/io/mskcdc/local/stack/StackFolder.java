package io.mskcdc.local.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.local.process.StackException;
import io.mskcdc.local.process.Subprocess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The folder through which the processes of one checkout agree on its one local stack: a lock that
 * ends with its holder, what runs, and the endpoints that the environment {@code local} reads.
 */
public final class StackFolder {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  public StackFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * What holds the stack now.
   *
   * @param pid the process that started the parts
   * @param kind "stack" or "demo"
   * @param parts empty until all are ready
   */
  record State(long pid, String kind, String connectVersion, List<Part> parts) {}

  /** One part: what it is called, its process, where it answers and where its log is. */
  record Part(String name, long pid, String address, String log) {}

  /** Takes the stack for this process until it ends. */
  public Lock lock(String kind, String connectVersion) {
    try {
      Files.createDirectories(folder);
      FileChannel channel = open();
      if (!lockPatiently(channel)) {
        channel.close();
        throw new StackException(
            "a local stack of this checkout runs already"
                + state().map(s -> " (" + s.kind() + ", process " + s.pid() + ")").orElse("")
                + "\n  next: ./scripts/local-stack.sh down, or end the demo");
      }
      write(new State(ProcessHandle.current().pid(), kind, connectVersion, List.of()));
      return new Lock(channel, kind);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // Somebody who asks for the state holds the lock for a moment.
  private static boolean lockPatiently(FileChannel channel) throws IOException {
    for (int attempt = 0; attempt < 20; attempt++) {
      if (tryLock(channel) != null) {
        return true;
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StackException("interrupted", e);
      }
    }
    return false;
  }

  /** What runs now, if anything does. */
  Optional<State> state() {
    try {
      Files.createDirectories(folder);
      try (FileChannel channel = open();
          FileLock lock = tryLock(channel)) {
        return lock == null
            ? Optional.of(JSON.readValue(Files.readString(stateFile()), State.class))
            : Optional.empty();
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(
        folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private void write(State state) throws IOException {
    // Renamed into place: another process must never read half of it.
    Path fresh = folder.resolve("state.json.new");
    Files.writeString(fresh, JSON.writeValueAsString(state));
    Files.move(fresh, stateFile(), StandardCopyOption.ATOMIC_MOVE);
  }

  private Path stateFile() {
    return folder.resolve("state.json");
  }

  /** What the environment of a stack reads. */
  Path endpointsFile(StackType type) {
    return folder.resolve(type.endpointsFile());
  }

  public void writeEndpoints(StackType type, Map<String, String> endpoints) {
    try {
      StringBuilder yaml = new StringBuilder("# Written at each start of the local stack.\n");
      for (var endpoint : new TreeMap<>(endpoints).entrySet()) {
        yaml.append(endpoint.getKey()).append(": ");
        yaml.append(JSON.writeValueAsString(endpoint.getValue())).append('\n');
      }
      Files.writeString(endpointsFile(type), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path data(String kind) {
    return folder.resolve(kind);
  }

  Path log(String part) {
    return data("stack").resolve("logs").resolve(part + ".log");
  }

  /** This process's hold on the stack. */
  public final class Lock implements AutoCloseable {
    private final FileChannel channel;
    private final String kind;

    private Lock(FileChannel channel, String kind) {
      this.channel = channel;
      this.kind = kind;
    }

    /** Tells the other processes of the checkout that the parts are ready, and where. */
    public void publish(LocalStack stack, String connectVersion) {
      try {
        writeEndpoints(stack.type(), stack.endpoints());
        List<Part> parts = new ArrayList<>();
        for (Subprocess child : stack.children()) {
          parts.add(
              new Part(
                  child.name(), child.pid(), address(stack, child.name()), child.log().toString()));
        }
        stack
            .aws()
            .ifPresent(
                address ->
                    parts.add(
                        new Part("aws", ProcessHandle.current().pid(), address, stack.awsLog())));
        write(new State(ProcessHandle.current().pid(), kind, connectVersion, parts));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private String address(LocalStack stack, String part) {
      return switch (part) {
        case "connect" -> stack.connect().url();
        case "kafka" -> stack.kafka().bootstrapServers();
        case "s3" -> stack.endpoints().get("s3_endpoint");
        default -> "127.0.0.1:" + stack.mysql().port();
      };
    }

    @Override
    public void close() {
      try {
        for (StackType type : StackType.values()) {
          Files.deleteIfExists(endpointsFile(type));
        }
        Files.deleteIfExists(stateFile());
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
