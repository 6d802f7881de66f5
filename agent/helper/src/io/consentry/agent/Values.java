package io.consentry.agent;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Turns arguments and results into bounded text for the record. Looks only, never changes: a cursor is put back where it was.
 * Android's classes are reached by reflection, because this jar is compiled without them.
 */
public final class Values {
  static final int MAX_TEXT = 4096;
  static final int MAX_ELEMENTS = 200;
  static final int MAX_CURSOR_ROWS = 20;

  /** Between the parts of an intent. */
  static final char PART = '\u001f';

  private Values() {}

  /** Class name of any object. */
  public static String className(Object object) {
    return cut(object.getClass().getName(), 512);
  }

  /** True for an exception that means "not allowed". */
  public static boolean isDenial(Object thrown) {
    for (Class<?> c = thrown.getClass(); c != null; c = c.getSuperclass()) {
      if (c.getName().equals("java.lang.SecurityException") || c.getName().equals("java.nio.file.AccessDeniedException")) {
        return true;
      }
    }
    Throwable cause = ((Throwable) thrown).getCause();
    return cause != null && cause != thrown && cause.getClass().getName().equals("android.system.ErrnoException")
        && String.valueOf(cause.getMessage()).contains("EACCES");
  }

  /** A command as one line: a string, an array or list of strings, or a ProcessBuilder. */
  public static String command(Object value) {
    if (value instanceof ProcessBuilder) {
      return joined(((ProcessBuilder) value).command(), " ");
    }
    return value == null || value instanceof CharSequence ? text(value) : joined(value, " ");
  }

  /** The elements of an array or collection, comma separated. */
  public static String list(Object value) {
    return joined(value, ",");
  }

  /** Text of any object the platform made; an object of the app's own class is named, not asked. */
  public static String text(Object value) {
    if (value == null) {
      return null;
    }
    if (value instanceof CharSequence || value instanceof Number || value instanceof Boolean) {
      return cut(value.toString(), MAX_TEXT);
    }
    String name = value.getClass().getName();
    if (!name.startsWith("android.") && !name.startsWith("java.") && !name.startsWith("sun.nio.fs.")) {
      return cut(name, MAX_TEXT);
    }
    try {
      return cut(name.equals("android.content.ClipData") ? clip(value) : named(value, name), MAX_TEXT);
    } catch (Throwable unreadable) {
      return cut(name, MAX_TEXT);
    }
  }

  /** Size of a collection, array, map or optional value; -1 when it is none of these. */
  public static int size(Object value) {
    if (value == null) {
      return 0;
    }
    if (value instanceof Collection) {
      return ((Collection<?>) value).size();
    }
    if (value instanceof Map) {
      return ((Map<?, ?>) value).size();
    }
    if (value.getClass().getName().equals("java.util.Optional")) {
      return value.equals(java.util.Optional.empty()) ? 0 : 1;
    }
    return value.getClass().isArray() ? Array.getLength(value) : -1;
  }

  /** Lower-case hex of a byte array; null when it is null or empty. */
  public static String bytes(Object value) {
    if (!(value instanceof byte[]) || ((byte[]) value).length == 0) {
      return null;
    }
    byte[] raw = (byte[]) value;
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < raw.length && hex.length() < MAX_TEXT; i++) {
      hex.append(Character.forDigit((raw[i] >> 4) & 15, 16)).append(Character.forDigit(raw[i] & 15, 16));
    }
    return hex.toString();
  }

  /** {@code latitude,longitude}; null when there is no location. */
  public static String location(Object value) throws ReflectiveOperationException {
    if (value == null) {
      return null;
    }
    if (value instanceof List) {
      List<?> all = (List<?>) value;
      return all.isEmpty() ? null : location(all.get(all.size() - 1));
    }
    if (value.getClass().getName().equals("android.location.LocationResult")) {
      return location(call(value, "getLastLocation"));
    }
    return call(value, "getLatitude") + "," + call(value, "getLongitude");
  }

  /** Column names and the first rows of a cursor, one row a line; null when it is null or has no row. */
  public static String cursor(Object value) throws ReflectiveOperationException {
    if (value == null || ((Integer) call(value, "getCount")).intValue() <= 0) {
      return null;
    }
    int count = (Integer) call(value, "getCount");
    StringBuilder text = new StringBuilder("rows=").append(count);
    if (!value.getClass().getName().startsWith("android.")) {
      return text.toString();
    }
    Class<?> cursor = cursorClass(value.getClass());
    Method move = cursor.getMethod("moveToPosition", int.class);
    Method read = cursor.getMethod("getString", int.class);
    Method kind = cursor.getMethod("getType", int.class);
    int before = (Integer) call(value, "getPosition");
    int columns = (Integer) call(value, "getColumnCount");
    try {
      for (int row = 0; row < Math.min(count, MAX_CURSOR_ROWS) && text.length() < MAX_TEXT; row++) {
        move.invoke(value, row);
        text.append('\n');
        for (int column = 0; column < columns && text.length() < MAX_TEXT; column++) {
          int type = (Integer) kind.invoke(value, column);
          if (type >= 1 && type <= 3) { // integer, float, string
            text.append(read.invoke(value, column)).append('\t');
          }
        }
      }
    } finally {
      move.invoke(value, before);
    }
    return cut(text.toString(), MAX_TEXT);
  }

  /** Package, class, action, categories, data, separated by {@link #PART}. */
  public static String intent(Object value) throws ReflectiveOperationException {
    if (value == null) {
      return null;
    }
    Object component = call(value, "getComponent");
    Object name = component == null ? null : call(component, "getPackageName");
    Object target = name == null ? call(value, "getPackage") : name;
    Object categories = call(value, "getCategories");
    return cut(
        plain(target) + PART
            + plain(component == null ? null : call(component, "getClassName")) + PART
            + plain(call(value, "getAction")) + PART
            + (categories == null ? "" : joined(categories, ",")) + PART
            + plain(call(value, "getData")),
        MAX_TEXT);
  }

  /** No package, no class, the actions of a filter for broadcasts, as {@link #intent} writes an intent. */
  public static String actions(Object filter) throws ReflectiveOperationException {
    StringBuilder all = new StringBuilder().append(PART).append(PART);
    int count = Math.min((Integer) call(filter, "countActions"), MAX_ELEMENTS);
    Method action = filter.getClass().getMethod("getAction", int.class);
    for (int i = 0; i < count && all.length() < MAX_TEXT; i++) {
      all.append(i == 0 ? "" : ",").append(plain(action.invoke(filter, i)));
    }
    return all.append(PART).append(PART).toString();
  }

  /** Authority that the client of a provider was made for; null when it does not tell. */
  public static String authority(Object client) {
    for (Class<?> type = client.getClass(); type != null; type = type.getSuperclass()) {
      try {
        java.lang.reflect.Field field = type.getDeclaredField("mAuthority");
        field.setAccessible(true);
        return text(field.get(client));
      } catch (ReflectiveOperationException elsewhere) {
        // The field belongs to a class further up, or this is no client.
        continue;
      }
    }
    return null;
  }

  /**
   * Class of the app's own callback that an object of the platform delivers to, found among its fields and, one step on, among
   * theirs; null when there is none.
   */
  public static String listener(Object transport) {
    return listener(transport, 2);
  }

  private static String listener(Object holder, int steps) {
    for (Class<?> type = holder.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
      for (java.lang.reflect.Field field : type.getDeclaredFields()) {
        if (field.getType().isPrimitive() || java.lang.reflect.Modifier.isStatic(field.getModifiers())) {
          continue;
        }
        Object value;
        try {
          field.setAccessible(true);
          value = field.get(holder);
        } catch (ReflectiveOperationException | RuntimeException closed) {
          continue; // a field that nobody may read holds nothing that could be told
        }
        value = value instanceof java.lang.ref.Reference ? ((java.lang.ref.Reference<?>) value).get() : value;
        if (value == null) {
          continue;
        }
        if (Frames.isApp(value.getClass().getName())) {
          return cut(value.getClass().getName(), 512);
        }
        boolean isPlatforms = value.getClass().getName().startsWith("android.");
        String inner = steps > 1 && isPlatforms ? listener(value, steps - 1) : null;
        if (inner != null) {
          return inner;
        }
      }
    }
    return null;
  }

  /** Name of a class object. */
  public static String typeName(Object type) {
    return type instanceof Class ? cut(((Class<?>) type).getName(), 512) : null;
  }

  private static String plain(Object value) {
    return value == null ? "" : cut(value.toString(), 1024).replace(PART, ' ');
  }

  private static String clip(Object clip) throws ReflectiveOperationException {
    int count = (Integer) call(clip, "getItemCount");
    List<String> parts = new ArrayList<>();
    Method item = clip.getClass().getMethod("getItemAt", int.class);
    for (int i = 0; i < Math.min(count, MAX_ELEMENTS); i++) {
      Object text = call(item.invoke(clip, i), "getText");
      if (text != null) {
        parts.add(cut(text.toString(), MAX_TEXT));
      }
    }
    return String.join("\n", parts);
  }

  private static String joined(Object value, String separator) {
    if (value == null) {
      return null;
    }
    StringBuilder all = new StringBuilder();
    if (value.getClass().isArray()) {
      int length = Array.getLength(value);
      for (int i = 0; i < length && i < MAX_ELEMENTS && all.length() < MAX_TEXT; i++) {
        all.append(i == 0 ? "" : separator).append(element(Array.get(value, i)));
      }
    } else if (value instanceof Iterable) {
      int i = 0;
      for (Object each : (Iterable<?>) value) {
        if (i == MAX_ELEMENTS || all.length() >= MAX_TEXT) {
          break;
        }
        all.append(i++ == 0 ? "" : separator).append(element(each));
      }
    } else {
      return text(value);
    }
    return cut(all.toString(), MAX_TEXT);
  }

  private static String element(Object value) {
    return value == null ? "null" : text(value);
  }

  /** An installed package or app is told by its name; its own toString carries an address. */
  private static String named(Object value, String name) throws ReflectiveOperationException {
    if (name.equals("android.content.pm.PackageInfo") || name.equals("android.content.pm.ApplicationInfo")) {
      return String.valueOf(value.getClass().getField("packageName").get(value));
    }
    return name.equals("android.service.notification.StatusBarNotification")
        ? String.valueOf(call(value, "getPackageName"))
        : value.toString();
  }

  private static Class<?> cursorClass(Class<?> type) throws ClassNotFoundException {
    return Class.forName("android.database.Cursor", false, type.getClassLoader());
  }

  private static Object call(Object target, String name) throws ReflectiveOperationException {
    Method method = target.getClass().getMethod(name);
    method.setAccessible(true);
    return method.invoke(target);
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }
}
