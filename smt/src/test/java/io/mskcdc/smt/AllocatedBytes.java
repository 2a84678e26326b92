package io.mskcdc.smt;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures work by the memory it allocates, which is the same on a busy machine. */
public final class AllocatedBytes {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private AllocatedBytes() {}

  /** Returns how many bytes this thread allocates while it runs {@code work}. */
  public static long of(Runnable work) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    work.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
