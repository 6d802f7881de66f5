package com.example.target;

import java.util.Arrays;

/** Members of every shape, whose exact behaviour the tests know. */
public class Doors {
  static final String[] SAME = {"a", null, "\ud83d\ude00"};
  static final IllegalStateException ODD = new IllegalStateException("odd");
  public static long calls;

  public String echo(String in) {
    calls++;
    return in;
  }

  public String[] arrays(String[] in) {
    calls++;
    return in == null ? SAME : in;
  }

  public String many(String s, long l, float f, double d, boolean z, char c, short h, byte b, int[] ints, Object o) {
    return s + " " + l + " " + f + " " + d + " " + z + " " + c + " " + h + " " + b + " " + Arrays.toString(ints) + " " + o;
  }

  public static long longs(long in) {
    return in;
  }

  public float floats(float in) {
    return in;
  }

  public boolean flags(boolean in) {
    return in;
  }

  public Object same(Object in) {
    return in;
  }

  public void nothing() {
    calls++;
  }

  public String denied() {
    throw new SecurityException("not allowed");
  }

  public String odd() {
    throw ODD;
  }

  public String keyed(String key) {
    calls++;
    return "value of " + key;
  }

  /** Code of the app, itself hooked, that calls another hooked member. */
  public String around(String key) {
    return keyed(key);
  }

  /** The same as {@link #keyed}, to be hooked in another way. */
  public String keyedBare(String key) {
    calls++;
    return "value of " + key;
  }

  /** The same as {@link #keyed}, to be hooked in a third way. */
  public String keyedPeers(String key) {
    calls++;
    return "value of " + key;
  }

  public String run(String[] command) {
    return String.join(" ", command);
  }
}
