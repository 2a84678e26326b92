package io.mskcdc.local.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.local.process.PollLoop;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The folder {@code .local-stack} of a checkout. It ensures that the checkout has at most one local
 * stack, and holds the state of that stack, its endpoints and its data.
 *
 * <p>The operating system releases the lock when the process that holds it ends.
 */
public final class StackFolder {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final PollLoop LOCKING =
      new PollLoop(Duration.ofMillis(50), Duration.ofSeconds(1));

  private final Path folder;

  public StackFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * The state of the running stack.
   *
   * @param pid the process that holds the lock and has started the parts
   * @param kind "stack" or "demo"
   * @param parts empty until all parts are ready
   */
  record State(long pid, String kind, String connectVersion, List<Part> parts) {
    boolean isAlive() {
      return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    boolean has(String part) {
      return parts.stream().anyMatch(running -> running.name().equals(part));
    }
  }

  /** A part of the stack: its name, process, address and log. */
  record Part(String name, long pid, String address, String log) {}

  /**
   * Locks the stack for this process.
   *
   * @throws StackException if another process holds the lock
   */
  public Lock lock(String kind, String connectVersion) {
    try {
      Files.createDirectories(folder);
      FileChannel channel = open();
      // state() holds the lock for a moment, so a failed attempt is repeated.
      if (!LOCKING.until(() -> isLocked(channel))) {
        channel.close();
        throw new StackException(
            "this checkout's local stack is already running"
                + state().map(s -> " (" + s.kind() + ", process " + s.pid() + ")").orElse("")
                + "\n  next: run ./scripts/local-stack.sh down, or stop the demo");
      }
      write(new State(ProcessHandle.current().pid(), kind, connectVersion, List.of()));
      return new Lock(channel, kind);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isLocked(FileChannel channel) {
    try {
      return tryLock(channel) != null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the state of the stack, or empty if no process holds the lock. */
  Optional<State> state() {
    try {
      Files.createDirectories(folder);
      try (FileChannel channel = open();
          FileLock lock = tryLock(channel)) {
        return lock == null ? stateOfHolder() : Optional.empty();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads the state of the process that holds the lock. It writes its state just after it has
   * locked; until then the file may be the one of a stack that was killed.
   */
  private Optional<State> stateOfHolder() {
    LOCKING.until(() -> read().filter(State::isAlive).isPresent());
    return read()
        .map(
            state ->
                state.isAlive()
                    ? state
                    : new State(state.pid(), state.kind(), state.connectVersion(), List.of()));
  }

  private Optional<State> read() {
    try {
      return Optional.of(JSON.readValue(Files.readString(stateFile()), State.class));
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
    // Rename the complete file, so that another process never reads a part of it.
    Path fresh = folder.resolve("state.json.new");
    Files.writeString(fresh, JSON.writeValueAsString(state));
    Files.move(fresh, stateFile(), StandardCopyOption.ATOMIC_MOVE);
  }

  private Path stateFile() {
    return folder.resolve("state.json");
  }

  private Path endpointsFile(StackType type) {
    return folder.resolve(type.endpointsFile());
  }

  /** Writes the file of variables that the environment for {@code type} reads. */
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

  /** Returns the folder with the data of a "stack" or "demo". */
  public Path data(String kind) {
    return folder.resolve(kind);
  }

  Path log(String part) {
    return data("stack").resolve("logs").resolve(part + ".log");
  }

  /** The lock that this process holds on the stack. */
  public final class Lock implements AutoCloseable {
    private final FileChannel channel;
    private final String kind;

    private Lock(FileChannel channel, String kind) {
      this.channel = channel;
      this.kind = kind;
    }

    /** Writes the state and the endpoints of a stack whose parts are ready. */
    public void publish(LocalStack stack, String connectVersion) {
      try {
        writeEndpoints(stack.type(), stack.endpoints());
        List<Part> parts = new ArrayList<>();
        for (Subprocess part : stack.subprocesses()) {
          parts.add(
              new Part(
                  part.name(), part.pid(), address(stack, part.name()), part.log().toString()));
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

    /** Writes the endpoints of parts that another class has started. */
    public void publish(StackType type, Map<String, String> endpoints) {
      writeEndpoints(type, endpoints);
    }

    private String address(LocalStack stack, String part) {
      return switch (part) {
        case "connect" -> stack.connect().url();
        case "kafka" -> stack.kafka().bootstrapServers();
        case "s3" -> stack.endpoints().get("s3_endpoint");
        default -> "127.0.0.1:" + stack.endpoints().get(part + "_port");
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
