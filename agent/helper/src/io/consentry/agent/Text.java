package io.consentry.agent;

import java.lang.reflect.Array;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Map;

/**
 * Writes any object as text of a bounded length. What is left out is said where it was: {@code …[length 70000]},
 * {@code …[120 elements]}, {@code …[300 keys]}, {@code …[depth]}, {@code …[2048 bytes, sha256 …]}, {@code …[cut]}.
 */
final class Text {
  static final int MAX_TEXT = 4096;
  static final int MAX_NAME = 512;
  static final int MAX_ELEMENTS = 50;
  static final int MAX_KEYS = 100;
  static final int MAX_DEPTH = 6;
  static final int MAX_BYTES = 1024;

  /** The machine's own, taken before the app can name another; each use copies it. */
  private static final MessageDigest SHA_256 = sha256();

  private Text() {}

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String mark(String what) {
    return "\u2026[" + what + "]";
  }

  /** At most {@code most} units, the mark among them. */
  static String cut(String text, int most) {
    return text.length() <= most ? text : head(text, most, mark("length " + text.length()));
  }

  /** As {@link #cut}, where the whole is longer than what was written of it. */
  private static String bounded(StringBuilder text) {
    return text.length() <= MAX_TEXT ? text.toString() : head(text.toString(), MAX_TEXT, mark("cut"));
  }

  private static String head(String text, int most, String mark) {
    int end = most - mark.length();
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + mark;
  }

  /** Any object, as its {@code toString()} would write it where that runs no code of the app's; else the name of its class. */
  static String of(Object value) {
    StringBuilder text = new StringBuilder();
    write(text, value, 0);
    return bounded(text);
  }

  /** The elements of an array or container, with {@code separator} between them; anything else as {@link #of}. */
  static String joined(Object value, String separator) {
    Object all = Trusted.unwrapped(value);
    StringBuilder text = new StringBuilder();
    if (all instanceof byte[]) {
      return bytes((byte[]) all);
    } else if (all.getClass().isArray()) {
      array(text, all, separator, 1);
    } else if (all instanceof Collection && Trusted.isContainer(all)) {
      collection(text, (Collection<?>) all, separator, 1);
    } else {
      return of(all);
    }
    return bounded(text);
  }

  /** Hex of at most the first KiB; of a longer array, its length and the digest of all of it, too. */
  static String bytes(byte[] raw) {
    StringBuilder text = new StringBuilder();
    hex(text, raw, Math.min(raw.length, MAX_BYTES));
    if (raw.length > MAX_BYTES) {
      StringBuilder digest = new StringBuilder();
      byte[] hash = sha256Of(raw);
      hex(digest, hash, hash.length);
      text.append(mark(raw.length + " bytes, sha256 " + digest));
    }
    return text.toString();
  }

  private static byte[] sha256Of(byte[] raw) {
    try {
      return ((MessageDigest) SHA_256.clone()).digest(raw);
    } catch (CloneNotSupportedException other) {
      throw new IllegalStateException(other);
    }
  }

  private static void hex(StringBuilder text, byte[] raw, int count) {
    for (int i = 0; i < count; i++) {
      text.append(Character.forDigit((raw[i] >> 4) & 15, 16)).append(Character.forDigit(raw[i] & 15, 16));
    }
  }

  private static void write(StringBuilder text, Object given, int depth) {
    Object value = given == null ? null : Trusted.unwrapped(given);
    if (value == null) {
      text.append("null");
    } else if (value instanceof byte[]) {
      text.append(bytes((byte[]) value));
    } else if (depth >= MAX_DEPTH && (value.getClass().isArray() || Trusted.isContainer(value))) {
      text.append(mark("depth"));
    } else if (value.getClass().isArray()) {
      text.append('[');
      array(text, value, ", ", depth + 1);
      text.append(']');
    } else if (Trusted.isContainer(value)) {
      if (value instanceof Map) {
        text.append('{');
        map(text, (Map<?, ?>) value, depth + 1);
        text.append('}');
      } else {
        text.append('[');
        collection(text, (Collection<?>) value, ", ", depth + 1);
        text.append(']');
      }
    } else if (value instanceof java.util.Optional) {
      java.util.Optional<?> optional = (java.util.Optional<?>) value;
      text.append(optional.isPresent() ? "Optional[" : "Optional.empty");
      if (optional.isPresent()) {
        write(text, optional.get(), depth + 1);
        text.append(']');
      }
    } else {
      text.append(cut(single(value), MAX_TEXT));
    }
  }

  private static void array(StringBuilder text, Object array, String separator, int depth) {
    int length = Array.getLength(array);
    for (int i = 0; i < length && i < MAX_ELEMENTS && text.length() <= MAX_TEXT; i++) {
      text.append(i == 0 ? "" : separator);
      write(text, Array.get(array, i), depth);
    }
    more(text, separator, length, MAX_ELEMENTS, " elements");
  }

  private static void collection(StringBuilder text, Collection<?> all, String separator, int depth) {
    int count = 0;
    for (Object each : all) {
      if (count == MAX_ELEMENTS || text.length() > MAX_TEXT) {
        break;
      }
      text.append(count++ == 0 ? "" : separator);
      write(text, each, depth);
    }
    more(text, separator, all.size(), MAX_ELEMENTS, " elements");
  }

  private static void map(StringBuilder text, Map<?, ?> all, int depth) {
    int count = 0;
    for (Map.Entry<?, ?> each : all.entrySet()) {
      if (count == MAX_KEYS || text.length() > MAX_TEXT) {
        break;
      }
      text.append(count++ == 0 ? "" : ", ");
      write(text, each.getKey(), depth);
      text.append('=');
      write(text, each.getValue(), depth);
    }
    more(text, ", ", all.size(), MAX_KEYS, " keys");
  }

  private static void more(StringBuilder text, String separator, int size, int most, String what) {
    if (size > most) {
      text.append(separator).append(mark(size + what));
    }
  }

  private static String single(Object value) {
    String name = value.getClass().getName();
    if (value instanceof java.io.File && !Trusted.isPlatforms(value)) {
      // What the machine opens is this field, whatever the app's class says of itself.
      Object path = Trusted.field(value, "path");
      return path instanceof String ? (String) path : name;
    }
    if (!Trusted.tellsItself(value)) {
      return name;
    }
    try {
      return named(value, name);
    } catch (ReflectiveOperationException | RuntimeException unreadable) {
      return name;
    }
  }

  /** An installed package or app is told by its name; where an object would tell its address, by its class. */
  private static String named(Object value, String name) throws ReflectiveOperationException {
    switch (name) {
      case "android.content.pm.PackageInfo":
      case "android.content.pm.ApplicationInfo":
        return String.valueOf(value.getClass().getField("packageName").get(value));
      case "android.service.notification.StatusBarNotification":
        return String.valueOf(value.getClass().getMethod("getPackageName").invoke(value));
      case "android.content.ClipData":
        return clip(value);
      default:
        boolean isAddress = value.getClass().getMethod("toString").getDeclaringClass() == Object.class;
        return isAddress ? name : value.toString();
    }
  }

  private static String clip(Object clip) throws ReflectiveOperationException {
    int count = (Integer) clip.getClass().getMethod("getItemCount").invoke(clip);
    java.lang.reflect.Method item = clip.getClass().getMethod("getItemAt", int.class);
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < Math.min(count, MAX_ELEMENTS); i++) {
      Object each = item.invoke(clip, i);
      Object text = each.getClass().getMethod("getText").invoke(each);
      if (text != null) {
        all.append(all.length() == 0 ? "" : "\n").append(of(text));
      }
    }
    more(all, "\n", count, MAX_ELEMENTS, " elements");
    return all.toString();
  }
}
