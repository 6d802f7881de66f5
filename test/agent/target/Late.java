package com.example.target;

/** Only loaded when a command asks for it, as an SDK in an app is. */
public class Late {
  static boolean started;

  static {
    Commands.lateStarted = true;
    started = true;
  }

  public static String token() {
    return "late token";
  }
}
