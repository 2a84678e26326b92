package io.mskcdc.replication;

/** What is done to a replication after its resources are as declared. */
public enum Step {
  /** Starts it for the first time. */
  START("start"),
  /** Resumes it from its checkpoint. */
  RESUME("resume from its checkpoint"),
  /** Stops it before its resources change, and resumes it from its checkpoint. */
  STOP_AND_RESUME("stop, change, resume from its checkpoint"),
  /** Waits for it, since it runs or is about to. */
  NONE("none");

  private final String text;

  Step(String text) {
    this.text = text;
  }

  /** Returns the step in words. */
  public String text() {
    return text;
  }
}
