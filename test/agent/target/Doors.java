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

  /** Whatever was given last. */
  static Object last;

  public Object giveList(String what) {
    return give(what);
  }

  public Object giveObject(String what) {
    return give(what);
  }

  public Object giveCursor(String what) {
    return give(what);
  }

  public Object giveBytes(String what) {
    return give(what);
  }

  private static Object give(String what) {
    last = made(what);
    return last;
  }

  private static Object made(String what) {
    switch (what) {
      case "list":
        return Arrays.asList("a", "b");
      case "no-list":
        return new java.util.ArrayList<String>();
      case "ints":
        return new int[] {1, 2};
      case "no-ints":
        return new int[0];
      case "map":
        return java.util.Collections.singletonMap("k", "v");
      case "no-map":
        return java.util.Collections.emptyMap();
      case "optional":
        return java.util.Optional.of("there");
      case "no-optional":
        return java.util.Optional.empty();
      case "cursor":
      case "no-cursor":
        android.database.MatrixCursor cursor = new android.database.MatrixCursor(new String[] {"_id", "name"});
        for (int i = 0; i < 3 && what.equals("cursor"); i++) cursor.addRow(new Object[] {i, "name " + i});
        cursor.moveToPosition(1);
        return cursor;
      case "bytes":
        return new byte[] {18, -1};
      case "no-bytes":
        return new byte[0];
      case "zero-bytes":
        return new byte[6];
      case "masked-bytes":
        return new byte[] {2, 0, 0, 0, 0, 0};
      default:
        return HostileValues.make(what);
    }
  }

  /** Throws what the name says. */
  public String fail(String what) throws Exception {
    throw HostileValues.exception(what);
  }

  /** A transaction in shape: fills the reply as the code says. */
  public boolean transact(int code, android.os.Parcel data, android.os.Parcel reply, int flags) {
    HostileValues.fill(code, reply);
    return true;
  }

  public String run(String[] command) {
    return String.join(" ", command);
  }
}
