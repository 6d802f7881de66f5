package io.consentry.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a hook asks for on entry, in one call: the native monotonic clock and the interned stack of the caller.
 * Distinct stacks are taken apart once; every later call costs a throwable, a hash over its raw trace, and a map lookup.
 */
public final class Probe {
  /** Result of {@link #enter} is {@code microseconds * STACK_IDS + id}: exact in a double for 19 hours. */
  static final int STACK_IDS = 1 << 17;

  /** Stack number 0 stands for "more distinct stacks than are kept". */
  static final int OVERFLOW = 0;

  static final int MAX_FRAMES = 40;

  private static final ConcurrentHashMap<Long, Interned> KNOWN = new ConcurrentHashMap<>();
  private static final List<String> FRESH = new ArrayList<>();
  private static final ArrayList<Interned> BY_ID = new ArrayList<>();
  private static final long EPOCH_US = System.nanoTime() / 1000;
  private static final RawTrace RAW = RawTrace.create();

  /** One distinct stack. */
  private static final class Interned {
    final int id;
    final boolean platformOnly;
    final int appDepth;
    /** As {@link Frames#calledBack}. */
    final String calledBack;

    Interned(int id, boolean platformOnly, int appDepth, String calledBack) {
      this.id = id;
      this.platformOnly = platformOnly;
      this.appDepth = appDepth;
      this.calledBack = calledBack;
    }
  }

  private Probe() {}

  /** The clock's value, in microseconds, that {@link #enter} counts from. */
  public static double epoch() {
    return EPOCH_US;
  }

  /** CLOCK_MONOTONIC in whole microseconds. */
  public static double now() {
    return System.nanoTime() / 1000;
  }

  /** Packed time and stack of the caller; negative (and minus one) when the stack holds no frame of the app. */
  public static double enter() {
    long at = System.nanoTime() / 1000 - EPOCH_US;
    Throwable here = new Throwable();
    StackTraceElement[] elements = null;
    long hash;
    if (RAW != null) {
      hash = RAW.hash(here);
    } else {
      elements = here.getStackTrace();
      hash = 17;
      for (StackTraceElement element : elements) {
        hash = hash * 0x9E3779B97F4A7C15L + element.hashCode();
      }
    }
    Interned stack = KNOWN.get(hash);
    if (stack == null) {
      stack = intern(hash, elements != null ? elements : here.getStackTrace());
    }
    double packed = (double) at * STACK_IDS + stack.id;
    return stack.platformOnly ? -packed - 1 : packed;
  }

  private static synchronized Interned intern(long hash, StackTraceElement[] elements) {
    Interned known = KNOWN.get(hash);
    if (known != null) {
      return known;
    }
    int firstApp = Frames.firstApp(elements);
    boolean platformOnly = firstApp < 0;
    int id = BY_ID.size() + 1;
    if (id >= STACK_IDS) {
      return new Interned(OVERFLOW, platformOnly, -1, null);
    }
    Interned fresh = new Interned(id, platformOnly, platformOnly ? -1 : elements.length - firstApp, Frames.calledBack(elements));
    BY_ID.add(fresh);
    KNOWN.put(hash, fresh);
    if (!platformOnly) {
      FRESH.add(Frames.toJson(id, elements, MAX_FRAMES));
    }
    return fresh;
  }

  /**
   * How many frames lie below and at the topmost app frame of a stack. A call nested in another on the same thread has the
   * same depth exactly when no app frame lies between the two. -1 when unknown.
   */
  public static synchronized int appDepth(int id) {
    return id <= 0 || id > BY_ID.size() ? -1 : BY_ID.get(id - 1).appDepth;
  }

  /** As {@link Frames#calledBack}, of a stack by its number. */
  public static synchronized String calledBack(int id) {
    return id <= 0 || id > BY_ID.size() ? null : BY_ID.get(id - 1).calledBack;
  }

  /** A JSON array of the stacks interned since the last call, oldest first; null when there are none. */
  public static synchronized String drain(int most) {
    if (FRESH.isEmpty()) {
      return null;
    }
    List<String> taken = FRESH.subList(0, Math.min(most, FRESH.size()));
    String json = "[" + String.join(",", taken) + "]";
    taken.clear();
    return json;
  }

  public static String threadName() {
    return Thread.currentThread().getName();
  }

  /** True when traces are hashed without being taken apart. */
  public static boolean isRaw() {
    return RAW != null;
  }
}
