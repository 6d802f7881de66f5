package io.consentry.agent;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** Which packages an answer of the platform names: its fields and getters are read, and nothing of the app's is asked. */
final class Packages {
  /** More than any phone has apps with components for one question. */
  private static final int MAX_LOOKED = 20_000;

  private Packages() {}

  /**
   * Names of the packages, each once, in their order, comma separated and bounded as any text; null where one of the answer's
   * objects does not tell its package.
   */
  static String of(Object given) throws ReflectiveOperationException {
    Object answer = Trusted.unwrapped(given);
    Set<String> names = new LinkedHashSet<>();
    boolean isTold;
    if (answer.getClass().isArray()) {
      isTold = array(answer, names);
    } else if (answer instanceof Collection && Trusted.isContainer(answer)) {
      isTold = collection((Collection<?>) answer, names);
    } else {
      isTold = one(answer, names);
    }
    return isTold && !names.isEmpty() ? Text.joined(names, ",") : null;
  }

  private static boolean array(Object all, Set<String> names) throws ReflectiveOperationException {
    int length = Array.getLength(all);
    for (int i = 0; i < length; i++) {
      if (i == MAX_LOOKED || !one(Array.get(all, i), names)) {
        return false;
      }
    }
    return true;
  }

  private static boolean collection(Collection<?> all, Set<String> names) throws ReflectiveOperationException {
    int looked = 0;
    for (Object each : all) {
      if (looked++ == MAX_LOOKED || !one(each, names)) {
        return false;
      }
    }
    return true;
  }

  /** Adds the package of one object; false where it does not tell. */
  private static boolean one(Object value, Set<String> names) throws ReflectiveOperationException {
    if (value instanceof String) {
      return add((String) value, names);
    }
    if (value == null || !Trusted.isPlatforms(value)) {
      return false;
    }
    switch (value.getClass().getName()) {
      case "android.content.pm.ResolveInfo":
        return anyField(value, names, "activityInfo", "serviceInfo", "providerInfo");
      case "android.content.pm.LauncherActivityInfo":
        return one(call(value, "getComponentName"), names);
      case "android.content.Intent":
        return one(call(value, "getComponent"), names) || one(call(value, "getPackage"), names);
      case "android.appwidget.AppWidgetProviderInfo":
        return anyField(value, names, "provider");
      case "android.accessibilityservice.AccessibilityServiceInfo":
        return one(call(value, "getResolveInfo"), names);
      case "android.app.ActivityManager$RunningAppProcessInfo":
        Object listed = field(value, "pkgList");
        return listed != null && Array.getLength(listed) > 0 ? array(listed, names) : process(value, names);
      case "android.app.ActivityManager$ProcessErrorStateInfo":
        return process(value, names);
      case "android.app.ActivityManager$RunningServiceInfo":
        return anyField(value, names, "service");
      case "android.app.ActivityManager$RunningTaskInfo":
      case "android.app.ActivityManager$RecentTaskInfo":
        return everyField(value, names, "baseActivity", "topActivity", "origActivity", "baseIntent");
      default:
        Object name = value.getClass().getName().startsWith("android.content.pm.") ? field(value, "packageName") : null;
        return name == null ? one(getter(value), names) : one(name, names);
    }
  }

  private static boolean anyField(Object value, Set<String> names, String... fields) throws ReflectiveOperationException {
    for (String each : fields) {
      if (one(field(value, each), names)) {
        return true;
      }
    }
    return false;
  }

  private static boolean everyField(Object value, Set<String> names, String... fields) throws ReflectiveOperationException {
    boolean isTold = false;
    for (String each : fields) {
      isTold |= one(field(value, each), names);
    }
    return isTold;
  }

  /** A process is named after its package, with a part of its own behind a colon. */
  private static boolean process(Object value, Set<String> names) throws ReflectiveOperationException {
    Object name = field(value, "processName");
    return name instanceof String && add(((String) name).split(":", 2)[0], names);
  }

  private static boolean add(String name, Set<String> names) {
    if (!name.isEmpty()) {
      names.add(name);
    }
    return !name.isEmpty();
  }

  /** Null where the class has no such public field. */
  private static Object field(Object holder, String name) throws IllegalAccessException {
    try {
      return holder.getClass().getField(name).get(holder);
    } catch (NoSuchFieldException otherLevel) {
      return null;
    }
  }

  /** What {@code getPackageName()} says; null where the class has no such member. */
  private static Object getter(Object value) throws IllegalAccessException, InvocationTargetException {
    try {
      return value.getClass().getMethod("getPackageName").invoke(value);
    } catch (NoSuchMethodException none) {
      return null;
    }
  }

  private static Object call(Object value, String name) throws ReflectiveOperationException {
    return value.getClass().getMethod(name).invoke(value);
  }
}
