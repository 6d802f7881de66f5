package com.example.plugin;

/** In no jar that the app starts with. */
public final class Token {
  private Token() {}

  public static String token() {
    return "token of a plugin";
  }
}
