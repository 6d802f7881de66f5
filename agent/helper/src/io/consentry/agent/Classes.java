package io.consentry.agent;

/** Says whether a class of the app is ready to be hooked, without starting it before the app does. */
public final class Classes {
  public static final int ABSENT = 0;
  public static final int NOT_STARTED = 1;
  public static final int READY = 2;

  private Classes() {}

  /** {@link #ABSENT}, {@link #NOT_STARTED} or {@link #READY}. */
  @SuppressWarnings("deprecation")
  public static int state(String name, ClassLoader loader) {
    try {
      Class<?> type = Class.forName(name, false, loader);
      java.lang.reflect.Field field = sun.misc.Unsafe.class.getDeclaredField("theUnsafe");
      field.setAccessible(true);
      sun.misc.Unsafe unsafe = (sun.misc.Unsafe) field.get(null);
      return unsafe.shouldBeInitialized(type) ? NOT_STARTED : READY;
    } catch (ClassNotFoundException | LinkageError absent) {
      return ABSENT;
    } catch (ReflectiveOperationException unusual) {
      return NOT_STARTED;
    }
  }

  /** Modifiers of a method or constructor, as in java.lang.reflect.Modifier. */
  public static int modifiers(Object member) {
    return ((java.lang.reflect.Member) member).getModifiers();
  }
}
