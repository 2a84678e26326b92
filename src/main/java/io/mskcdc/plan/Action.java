package io.mskcdc.plan;

/** The kinds of changes. */
public enum Action {
  CREATE("+"),
  UPDATE("~"),
  DELETE("-"),
  /** Deletes a connector and creates it again under its name. */
  REPLACE("±"),
  NONE(" ");

  private final String sign;

  Action(String sign) {
    this.sign = sign;
  }

  /** Returns the sign that a plan shows before the connector's name. */
  public String sign() {
    return sign;
  }
}
