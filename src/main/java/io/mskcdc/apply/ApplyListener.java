package io.mskcdc.apply;

/** Receives the steps of applying a plan. */
@FunctionalInterface
public interface ApplyListener {
  /** Receives one step of one connector, in a few words; from several threads. */
  void event(String connector, String text);
}
