package io.consentry.agent;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;

/** Writes down what a class declares, for machines whose tool interface is closed to us. */
public final class Members {
  private Members() {}

  /** Of each method or constructor of an array, one line: {@code descriptor modifiers name}; the name last, since the app chose it. */
  public static String describe(Object members) {
    StringBuilder lines = new StringBuilder(4096);
    for (Object member : (Object[]) members) {
      if (lines.length() > 0) {
        lines.append('\n');
      }
      // Their common ancestor is younger than the oldest phones that are supported.
      if (member instanceof Constructor) {
        Constructor<?> constructor = (Constructor<?>) member;
        descriptor(lines, constructor.getParameterTypes(), void.class);
        lines.append(' ').append(constructor.getModifiers()).append(" <init>");
      } else {
        Method method = (Method) member;
        descriptor(lines, method.getParameterTypes(), method.getReturnType());
        lines.append(' ').append(method.getModifiers()).append(' ').append(method.getName());
      }
    }
    return lines.toString();
  }

  private static void descriptor(StringBuilder text, Class<?>[] parameters, Class<?> result) {
    text.append('(');
    for (Class<?> parameter : parameters) {
      type(text, parameter);
    }
    text.append(')');
    type(text, result);
  }

  private static void type(StringBuilder text, Class<?> type) {
    if (type.isArray()) {
      text.append('[');
      type(text, type.getComponentType());
    } else if (type.isPrimitive()) {
      text.append(primitive(type));
    } else {
      text.append('L').append(type.getName().replace('.', '/')).append(';');
    }
  }

  private static char primitive(Class<?> type) {
    String name = type.getName();
    switch (name) {
      case "boolean":
        return 'Z';
      case "long":
        return 'J';
      default: // byte, char, short, int, float, double, void
        return Character.toUpperCase(name.charAt(0));
    }
  }
}
