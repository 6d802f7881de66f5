package com.example.target;

import android.app.Application;
import android.content.ComponentName;
import android.content.Context;
import android.content.Intent;
import android.content.IntentFilter;
import android.database.Cursor;
import android.net.Uri;
import android.os.Bundle;
import android.os.Handler;
import android.os.Looper;
import android.os.Parcel;
import android.os.UserHandle;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;

/**
 * Calls every overload of every member that it is told of, as an app would, with arguments made by their types, and writes what
 * it got: value, or exception. Two such lists, one made under the agent, are compared by the test.
 */
final class Transparency {
  /** Argument sets of each overload: likely values, others, and nothing at all. */
  private static final int VARIANTS = 3;
  private static final int MAX_DEPTH = 3;
  private static final int MAX_ELEMENTS = 50;

  private final Application app;
  private final List<String> lines = new ArrayList<>();

  Transparency(Application app) {
    this.app = app;
  }

  /** Rows as {@code class#member}, one a line. */
  void run(Path rows, Path out) throws Exception {
    for (String row : Files.readAllLines(rows)) {
      int hash = row.indexOf('#');
      call(row.substring(0, hash), row.substring(hash + 1));
    }
    Files.write(out, lines);
  }

  private void call(String className, String member) {
    Class<?> type;
    try {
      type = Class.forName(className, true, getClass().getClassLoader());
      if (member.startsWith("CREATOR.")) {
        Field field = type.getField("CREATOR");
        type = field.get(null).getClass();
        member = member.substring("CREATOR.".length());
      }
    } catch (ReflectiveOperationException | LinkageError absent) {
      return;
    }
    List<Executable> overloads = new ArrayList<>();
    if (member.equals("$init")) {
      overloads.addAll(Arrays.asList(type.getDeclaredConstructors()));
    } else {
      for (Method each : type.getDeclaredMethods()) {
        if (each.getName().equals(member) && !Modifier.isAbstract(each.getModifiers()) && !each.isBridge()) {
          overloads.add(each);
        }
      }
    }
    overloads.sort(Comparator.comparing(Executable::toString));
    for (Executable overload : overloads) {
      try {
        overload.setAccessible(true);
      } catch (RuntimeException closed) {
        continue; // a module that does not open it: the app could not call it either
      }
      for (int variant = 0; variant < VARIANTS; variant++) {
        if (variant > 0 && overload.getParameterCount() == 0) {
          break;
        }
        lines.add(className + "#" + member + " " + describe(overload) + " [" + variant + "] = " + outcome(type, overload, variant));
      }
    }
  }

  private static String describe(Executable overload) {
    StringBuilder text = new StringBuilder("(");
    for (Class<?> each : overload.getParameterTypes()) {
      text.append(each.getTypeName()).append(',');
    }
    return text.append(')') + (overload instanceof Method ? ((Method) overload).getReturnType().getTypeName() : "");
  }

  private String outcome(Class<?> type, Executable overload, int variant) {
    Object[] args = new Object[overload.getParameterCount()];
    try {
      for (int i = 0; i < args.length; i++) {
        args[i] = argument(overload.getParameterTypes()[i], variant);
      }
      if (overload instanceof Constructor) {
        Object made = ((Constructor<?>) overload).newInstance(args);
        return "made " + made.getClass().getName() + after(args);
      }
      Object self = Modifier.isStatic(overload.getModifiers()) ? null : receiver(type);
      if (self == null && !Modifier.isStatic(overload.getModifiers())) {
        return "no receiver";
      }
      Object value = ((Method) overload).invoke(self, args);
      return "value " + text(value, 0) + after(args);
    } catch (InvocationTargetException thrown) {
      return "threw " + exception(thrown.getCause()) + after(args);
    } catch (Throwable unusable) {
      return "not called " + plain(unusable.toString());
    }
  }

  /** Arrays given to a call, as they are after it. */
  private static String after(Object[] args) {
    StringBuilder text = new StringBuilder();
    for (Object each : args) {
      if (each != null && each.getClass().isArray()) {
        text.append(" after ").append(text(each, 0));
      }
    }
    return text.toString();
  }

  private static String exception(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    for (Throwable each = thrown; each != null && text.length() < 2000; each = each.getCause()) {
      text.append(each.getClass().getName()).append(": ").append(plain(String.valueOf(each.getMessage())));
      // A hooked member is on the stack twice, as itself and as what stands in its place: only where it was thrown is compared.
      StackTraceElement[] stack = each.getStackTrace();
      if (stack.length > 0) text.append(" at ").append(plain(stack[0].getClassName())).append('.').append(stack[0].getMethodName());
      text.append(" | ");
    }
    return text.toString();
  }

  private Object receiver(Class<?> type) {
    if (type == Class.class) {
      return android.telephony.TelephonyManager.class;
    }
    for (Object known : new Object[] {app.getPackageManager(), app.getBaseContext(), app.getContentResolver(), app, new Intent("a.b"),
        new File("/sdcard/x"), Runtime.getRuntime(), app.getSharedPreferences("p", 0), app.getSharedPreferences("p", 0).edit()}) {
      if (type.isInstance(known)) {
        return known;
      }
    }
    Object service = app.getSystemService(type);
    if (service != null && type.isInstance(service)) {
      return service;
    }
    if (Modifier.isAbstract(type.getModifiers())) {
      return null;
    }
    try {
      Constructor<?> plain = type.getDeclaredConstructor();
      plain.setAccessible(true);
      return plain.newInstance();
    } catch (ReflectiveOperationException | RuntimeException | LinkageError other) {
      try {
        Field field = sun.misc.Unsafe.class.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        return ((sun.misc.Unsafe) field.get(null)).allocateInstance(type);
      } catch (ReflectiveOperationException none) {
        return null;
      }
    }
  }

  private Object argument(Class<?> type, int variant) throws Exception {
    boolean nothing = variant == VARIANTS - 1;
    boolean first = variant == 0;
    if (type.isPrimitive()) {
      long number = nothing ? 0 : first ? 1 : 7;
      if (type == boolean.class) return first;
      if (type == char.class) return (char) ('a' + number);
      if (type == float.class) return (float) number;
      if (type == double.class) return (double) number;
      if (type == long.class) return number;
      if (type == short.class) return (short) number;
      if (type == byte.class) return (byte) number;
      return (int) number;
    }
    if (nothing) return null;
    if (type == String.class || type == CharSequence.class || type == Object.class) return first ? "android_id" : "com.example.other";
    if (type == Context.class) return app;
    if (type == Intent.class)
      return first ? new Intent("android.intent.action.MAIN").addCategory("android.intent.category.LAUNCHER") : new Intent("x.y").setPackage("com.other");
    if (type == IntentFilter.class) return new IntentFilter("android.intent.action.USER_PRESENT");
    if (type == Uri.class) return Uri.parse(first ? "content://com.android.contacts/contacts" : "content://com.example.none/1");
    if (type == Bundle.class) return new Bundle();
    if (type == Parcel.class) return Parcel.obtain();
    if (type == File.class) return new File(first ? "/proc/cpuinfo" : "/sdcard/none");
    if (type == Path.class) return Path.of(first ? "/sdcard/none" : "/nowhere");
    if (type == Looper.class) return Looper.getMainLooper();
    if (type == Handler.class) return new Handler(Looper.getMainLooper());
    if (type == UserHandle.class) return android.os.Process.myUserHandle();
    if (type == ComponentName.class) return new ComponentName(first ? "com.example.target" : "com.other", "C");
    if (type == Class.class) return android.telephony.TelephonyManager.class;
    if (type == Executor.class) return (Executor) Runnable::run;
    if (type.isArray()) {
      Object array = Array.newInstance(type.getComponentType(), first ? 2 : 0);
      for (int i = 0; i < Array.getLength(array); i++) {
        Array.set(array, i, argument(type.getComponentType(), 0));
      }
      return array;
    }
    if (type == List.class || type == ArrayList.class || type == Collection.class) return new ArrayList<>();
    if (type.isInterface()) {
      return Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
        if (method.getName().equals("hashCode")) return 1;
        if (method.getName().equals("equals")) return false;
        if (method.getName().equals("toString")) return "proxy";
        return argument(method.getReturnType() == void.class ? Object.class : method.getReturnType(), VARIANTS - 1);
      });
    }
    return null;
  }

  private static String text(Object value, int depth) {
    if (value == null) return "null";
    Class<?> type = value.getClass();
    if (value instanceof Number || value instanceof Boolean || value instanceof Character || value instanceof CharSequence) {
      return type.getSimpleName() + ":" + plain(value.toString());
    }
    if (depth >= MAX_DEPTH) return type.getName();
    StringBuilder text = new StringBuilder(plain(type.getTypeName()));
    if (type.isArray()) {
      int length = Array.getLength(value);
      text.append('(').append(length).append(")[");
      for (int i = 0; i < Math.min(length, MAX_ELEMENTS); i++) text.append(text(Array.get(value, i), depth + 1)).append(',');
      return text.append(']').toString();
    }
    if (value instanceof Collection) {
      text = new StringBuilder(value instanceof List ? "list" : "collection").append('[');
      int i = 0;
      for (Object each : (Collection<?>) value) {
        if (i++ == MAX_ELEMENTS) break;
        text.append(text(each, depth + 1)).append(',');
      }
      return text.append(']').toString();
    }
    if (value instanceof Map) {
      Map<String, String> sorted = new TreeMap<>();
      for (Map.Entry<?, ?> each : ((Map<?, ?>) value).entrySet()) sorted.put(text(each.getKey(), depth + 1), text(each.getValue(), depth + 1));
      return "map" + sorted;
    }
    if (value instanceof Cursor) return cursor((Cursor) value);
    return text.append(' ').append(plain(string(value))).toString();
  }

  private static String cursor(Cursor cursor) {
    StringBuilder text = new StringBuilder("cursor at ").append(cursor.getPosition()).append(Arrays.toString(cursor.getColumnNames()));
    while (cursor.moveToNext()) {
      for (int i = 0; i < cursor.getColumnCount(); i++) text.append('|').append(cursor.getString(i));
      text.append(';');
    }
    return plain(text.toString());
  }

  private static String string(Object value) {
    try {
      return String.valueOf(value);
    } catch (Throwable unreadable) {
      StringWriter text = new StringWriter();
      new PrintWriter(text).print(unreadable.getClass().getName());
      return text.toString();
    }
  }

  /** One line, without identity hashes, which differ from process to process. */
  private static String plain(String text) {
    return text.replaceAll("@[0-9a-f]{3,}", "@").replaceAll("\\{[0-9a-f]{5,8}(?=[ }])", "{").replaceAll("\\$Proxy\\d+", "\\$Proxy").replaceAll("\\$\\$Lambda[^ ,.]*", "Lambda").replaceAll("(agent|robolectric)-target-?\\w+", "tmp")
        .replace('\n', ' ').replace('\r', ' ');
  }
}
