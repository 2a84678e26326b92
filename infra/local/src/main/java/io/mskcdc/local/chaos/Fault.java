package io.mskcdc.local.chaos;

/** A fault of the pipeline. */
public interface Fault {
  /** Returns the name of the kind, in the report. */
  String name();

  /** Begins the fault. */
  void strike();

  /** Ends the fault, as far as the pipeline must not end it by itself. */
  void heal();
}
