package io.consentry.agent;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Which objects may be asked what they are. A class of the app's own is never called: its code would run when the app does
 * not call it, might never come back, and could say anything. Nor is a class of the platform that would ask the app's.
 */
final class Trusted {
  /** Steps from a wrapper to what it wraps. */
  private static final int MAX_WRAPPERS = 6;

  /** Values of the machine's library that say what they are without asking anybody. */
  private static final Set<String> PLAIN = names(
      "java.io.File", "java.net.URI", "java.net.NetworkInterface", "java.net.InterfaceAddress", "java.util.UUID",
      "java.util.Locale", "java.util.Date", "java.util.Currency", "java.util.concurrent.atomic.AtomicBoolean",
      "java.util.concurrent.atomic.AtomicInteger", "java.util.concurrent.atomic.AtomicLong");

  private static final String[] PLAIN_PACKAGES = {"java.lang.", "java.time.", "java.net.Inet", "sun.nio.fs.", "android."};

  /** Of those, what holds objects of anybody's and asks them. */
  private static final String[] HOLDERS = {
    "android.util.", "android.os.Message", "android.os.Bundle", "android.os.PersistableBundle",
  };

  /** Containers whose own code walks their own memory: no lock, no comparison, no wrapped container. */
  private static final Set<String> CONTAINERS = names(
      "java.util.ArrayList", "java.util.LinkedList", "java.util.ArrayDeque", "java.util.Arrays$ArrayList",
      "java.util.HashMap", "java.util.LinkedHashMap", "java.util.TreeMap", "java.util.IdentityHashMap", "java.util.EnumMap",
      "java.util.HashSet", "java.util.LinkedHashSet", "java.util.TreeSet", "java.util.HashMap$KeySet",
      "java.util.HashMap$Values", "java.util.LinkedHashMap$LinkedKeySet", "java.util.LinkedHashMap$LinkedValues",
      "java.util.Collections$EmptyList", "java.util.Collections$EmptySet", "java.util.Collections$EmptyMap",
      "java.util.Collections$SingletonList", "java.util.Collections$SingletonSet", "java.util.Collections$SingletonMap",
      "java.util.ImmutableCollections$List12", "java.util.ImmutableCollections$ListN",
      "java.util.ImmutableCollections$Set12", "java.util.ImmutableCollections$SetN",
      "java.util.ImmutableCollections$Map1", "java.util.ImmutableCollections$MapN",
      "java.util.concurrent.CopyOnWriteArrayList", "java.util.concurrent.CopyOnWriteArraySet",
      "java.util.concurrent.ConcurrentHashMap", "android.util.ArrayMap", "android.util.ArraySet");

  /** The loader of Android's own classes; null on a machine without them. */
  private static final ClassLoader ANDROID = androidLoader();

  private static final sun.misc.Unsafe UNSAFE = unsafe();

  private Trusted() {}

  private static Set<String> names(String... names) {
    return new HashSet<>(Arrays.asList(names));
  }

  private static ClassLoader androidLoader() {
    try {
      return Class.forName("android.os.Build", false, Trusted.class.getClassLoader()).getClassLoader();
    } catch (ClassNotFoundException plain) {
      return null;
    }
  }

  private static sun.misc.Unsafe unsafe() {
    try {
      Field field = sun.misc.Unsafe.class.getDeclaredField("theUnsafe");
      field.setAccessible(true);
      return (sun.misc.Unsafe) field.get(null);
    } catch (ReflectiveOperationException closed) {
      return null;
    }
  }

  /** True for an object whose class came with the machine. */
  static boolean isPlatforms(Object value) {
    Class<?> type = value.getClass();
    ClassLoader loader = type.getClassLoader();
    String name = type.getName();
    if (loader == null || name.startsWith("java.")) {
      return true;
    }
    // Libraries that apps bring along are named like the platform, too.
    return loader == ANDROID && !name.startsWith("android.support.") && !name.startsWith("android.arch.")
        && (name.startsWith("android.") || name.startsWith("com.android."));
  }

  /** True where {@code toString()} runs the platform's code alone. */
  static boolean tellsItself(Object value) {
    if (!isPlatforms(value)) {
      return false;
    }
    String name = value.getClass().getName();
    return PLAIN.contains(name) || (startsWithAny(name, PLAIN_PACKAGES) && !startsWithAny(name, HOLDERS));
  }

  static boolean isContainer(Object value) {
    return CONTAINERS.contains(value.getClass().getName()) && isPlatforms(value);
  }

  /** What the library's read-only and synchronised containers hold; anything else as it is. */
  static Object unwrapped(Object value) {
    Object inner = value;
    for (int i = 0; inner != null && i < MAX_WRAPPERS; i++) {
      String name = inner.getClass().getName();
      if (!name.startsWith("java.util.Collections$Unmodifiable") && !name.startsWith("java.util.Collections$Synchronized")) {
        return inner;
      }
      inner = field(inner, inner instanceof java.util.Map ? "m" : "c");
    }
    return inner == null ? value : inner;
  }

  /** A field of an object of the machine's library, declared by its class or one above it; null where it cannot be read. */
  static Object field(Object holder, String name) {
    for (Class<?> type = holder.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getClassLoader() != null && !type.getName().startsWith("java.")) {
        continue; // a field of the app's own by this name is another one
      }
      try {
        Field field = type.getDeclaredField(name);
        if (UNSAFE != null) {
          return UNSAFE.getObject(holder, UNSAFE.objectFieldOffset(field));
        }
        field.setAccessible(true);
        return field.get(holder);
      } catch (ReflectiveOperationException | RuntimeException elsewhere) {
        continue; // declared further up, or closed to us
      }
    }
    return null;
  }

  private static boolean startsWithAny(String name, String[] prefixes) {
    for (String prefix : prefixes) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
