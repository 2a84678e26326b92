package io.mskcdc.local.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClockReadsTest {
  private static final Duration HOUR = Duration.ofHours(1);

  /** Reads the clock in both ways, and time that no step changes. */
  public static final class Reader implements Supplier<Instant[]> {
    @Override
    public Instant[] get() {
      return new Instant[] {
        Instant.ofEpochMilli(System.currentTimeMillis()),
        Instant.now(),
        Instant.ofEpochMilli(System.nanoTime() / 1_000_000)
      };
    }
  }

  @AfterEach
  void setClock() {
    SteppedClock.setStep(0);
  }

  @Test
  void aTransformedClassReadsTheStep() throws Exception {
    Supplier<Instant[]> reader = transformed();
    Instant elapsed = new Reader().get()[2];

    SteppedClock.setStep(HOUR.toMillis());

    Instant[] read = reader.get();
    assertThat(read[0]).isAfter(Instant.now().plus(HOUR).minusSeconds(30));
    assertThat(read[1]).isAfter(Instant.now().plus(HOUR).minusSeconds(30));
    assertThat(read[2]).isBetween(elapsed, elapsed.plusSeconds(30));

    SteppedClock.setStep(-HOUR.toMillis());

    assertThat(reader.get()[0]).isBefore(Instant.now().minus(HOUR).plusSeconds(30));
    assertThat(reader.get()[1]).isBefore(Instant.now().minus(HOUR).plusSeconds(30));
  }

  @Test
  void classesThatReadNoClockAreLeft() throws IOException {
    byte[] classFile = bytes(Runnable.class);

    assertThat(transform(Runnable.class, classFile)).isNull();
  }

  @SuppressWarnings("unchecked")
  private static Supplier<Instant[]> transformed() throws Exception {
    byte[] classFile = transform(Reader.class, bytes(Reader.class));
    ClassLoader loader =
        new ClassLoader(ClockReadsTest.class.getClassLoader()) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            return name.equals(Reader.class.getName())
                ? defineClass(name, classFile, 0, classFile.length)
                : super.loadClass(name, resolve);
          }
        };
    return (Supplier<Instant[]>)
        loader.loadClass(Reader.class.getName()).getConstructor().newInstance();
  }

  private static byte[] transform(Class<?> type, byte[] classFile) {
    return new ClockReads()
        .transform(
            ClockReadsTest.class.getClassLoader(),
            type.getName().replace('.', '/'),
            null,
            null,
            classFile);
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    try (InputStream stream =
        ClassLoader.getSystemResourceAsStream(type.getName().replace('.', '/') + ".class")) {
      return stream.readAllBytes();
    }
  }
}
