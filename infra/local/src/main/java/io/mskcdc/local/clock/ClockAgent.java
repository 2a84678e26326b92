package io.mskcdc.local.clock;

import io.mskcdc.local.process.Jvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import org.objectweb.asm.ClassReader;

/**
 * A Java agent that gives one process another clock. Linux has no clock for each process, and a
 * step of the machine's affects everything on it.
 */
public final class ClockAgent {
  private static final int POLL_MILLIS = 20;

  private ClockAgent() {}

  /**
   * Returns the option of Java that loads this agent.
   *
   * @param step a file with the milliseconds to add to the machine's clock; the process follows its
   *     changes
   */
  public static String option(Path step) {
    return "-javaagent:" + Jvm.classpathOf(ClockAgent.class) + "=" + step.toAbsolutePath();
  }

  /** Returns the classpath entry that the agent needs. */
  public static String classpath() {
    return Jvm.classpathOf(ClassReader.class);
  }

  /** Writes the milliseconds to add to the clock of the processes that read {@code file}. */
  public static void writeStep(Path file, long millis) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, Long.toString(millis));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Called by Java before the main class. */
  public static void premain(String argument, Instrumentation instrumentation) {
    Path file = Path.of(argument);
    instrumentation.addTransformer(new ClockReads());
    Thread thread = new Thread(() -> follow(file), "clock");
    thread.setDaemon(true);
    thread.start();
  }

  private static void follow(Path file) {
    while (true) {
      try {
        String text = Files.readString(file).strip();
        // A file that is being written is empty for a moment.
        if (!text.isEmpty()) {
          SteppedClock.setStep(Long.parseLong(text));
        }
        Thread.sleep(POLL_MILLIS);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}
