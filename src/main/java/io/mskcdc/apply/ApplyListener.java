package io.mskcdc.apply;

/** Told what happens to a connector while a plan is applied. */
@FunctionalInterface
public interface ApplyListener {
  /** Something happened, said in a few words. */
  void event(String connector, String text);
}
