package io.consentry.agent;

import java.lang.reflect.Field;
import java.lang.reflect.Method;

/** Finds classes, without starting them before the app does. */
public final class Classes {
  private Classes() {}

  /** The class, linked; null where the loader knows none of that name. */
  public static Object find(Object name, Object loader) {
    Class<?> type;
    try {
      type = Class.forName((String) name, false, (ClassLoader) loader);
    } catch (ClassNotFoundException | LinkageError absent) {
      return null;
    }
    try {
      // Asking for the members links the class.
      type.getDeclaredMethods();
    } catch (LinkageError partial) {
      // A member names a class that the app left out; the class itself is linked by then, or will fail for the app, too.
      return type;
    }
    return type;
  }

  /** False for a class whose static initialiser has not run. */
  @SuppressWarnings("deprecation")
  public static boolean isStarted(Object type) throws ReflectiveOperationException {
    Field field = sun.misc.Unsafe.class.getDeclaredField("theUnsafe");
    field.setAccessible(true);
    return !((sun.misc.Unsafe) field.get(null)).shouldBeInitialized((Class<?>) type);
  }

  /**
   * The class of the app, from a receiver's own upwards, that has the member with one parameter; null where there is none, or
   * where its members cannot be told.
   */
  public static Object declaring(Object receiver, Object member) {
    for (Class<?> type = receiver.getClass(); type != null && Frames.isApp(type.getName()); type = type.getSuperclass()) {
      try {
        for (Method each : type.getDeclaredMethods()) {
          if (each.getName().equals(member) && each.getParameterTypes().length == 1) {
            return type;
          }
        }
      } catch (LinkageError partial) {
        return null;
      }
    }
    return null;
  }

  /** The user id that the platform says this process has, exact in a double; -1 where there is no such platform. */
  public static double ownUid() throws ReflectiveOperationException {
    Class<?> process;
    try {
      process = Class.forName("android.os.Process", true, Classes.class.getClassLoader());
    } catch (ClassNotFoundException plain) {
      return -1;
    }
    return (Integer) process.getMethod("myUid").invoke(null);
  }

  /** Name of the class of the object in a class's static field CREATOR; starts the class. Null where there is none. */
  public static String creator(Object type) throws ReflectiveOperationException {
    Object creator = ((Class<?>) type).getField("CREATOR").get(null);
    return creator == null ? null : creator.getClass().getName();
  }
}
