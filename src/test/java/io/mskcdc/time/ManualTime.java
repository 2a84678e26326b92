package io.mskcdc.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only while something sleeps. */
public final class ManualTime implements Time {
  private final List<Duration> pauses = new ArrayList<>();
  private Duration now = Duration.ZERO;

  @Override
  public Duration now() {
    return now;
  }

  @Override
  public void sleep(Duration duration) {
    pauses.add(duration);
    now = now.plus(duration);
  }

  /** Returns every sleep so far. */
  public List<Duration> pauses() {
    return List.copyOf(pauses);
  }
}
