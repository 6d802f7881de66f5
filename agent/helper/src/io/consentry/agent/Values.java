package io.consentry.agent;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Turns arguments and results into bounded text for the record. Looks only, never changes: a cursor is put back where it was.
 * Calls no code of the app's: {@link Trusted} says who is asked. Android's classes are reached by reflection, because this jar
 * is compiled without them.
 */
public final class Values {
  static final int MAX_CURSOR_ROWS = 20;
  /** Exceptions below one another that are looked at. */
  private static final int MAX_CAUSES = 8;
  private static final int EPERM = 1;
  private static final int EACCES = 13;
  /** How the machine's messages end when the system refused: its own words come after any name of a file. */
  private static final String[] REFUSALS = {
    "(Permission denied)", "(Operation not permitted)", "error=13, Permission denied", "error=1, Operation not permitted",
    ": Operation not permitted",
  };

  /** Between the parts of an intent. */
  static final char PART = '\u001f';

  private Values() {}

  /** Class name of any object. */
  public static String className(Object object) {
    return Text.cut(object.getClass().getName(), Text.MAX_NAME);
  }

  /** True for an exception that means "not allowed", or that hands on a refusal of the system. */
  public static boolean isDenial(Object thrown) {
    Throwable each = (Throwable) thrown;
    for (int i = 0; each != null && i < MAX_CAUSES; i++) {
      if (each instanceof SecurityException || isRefusal(each)) {
        return true;
      }
      // An exception of the app's own is not asked.
      each = Trusted.isPlatforms(each) ? each.getCause() : null;
    }
    return false;
  }

  private static boolean isRefusal(Throwable thrown) {
    if (!Trusted.isPlatforms(thrown)) {
      return false;
    }
    String name = thrown.getClass().getName();
    if (name.equals("java.nio.file.AccessDeniedException")) {
      return true;
    }
    if (name.equals("android.system.ErrnoException")) {
      try {
        int errno = thrown.getClass().getField("errno").getInt(thrown);
        return errno == EACCES || errno == EPERM;
      } catch (ReflectiveOperationException unlikely) {
        return false;
      }
    }
    String message = thrown instanceof java.io.IOException ? thrown.getMessage() : null;
    if (message != null) {
      for (String refusal : REFUSALS) {
        if (message.endsWith(refusal)) {
          return true;
        }
      }
    }
    return false;
  }

  /** A command as one line: a string, an array or list of strings, or a ProcessBuilder. */
  public static String command(Object value) {
    if (value instanceof ProcessBuilder) {
      return Text.joined(((ProcessBuilder) value).command(), " ");
    }
    return value == null ? null : Text.joined(value, " ");
  }

  /** The elements of an array or collection, comma separated. */
  public static String list(Object value) {
    return value == null ? null : Text.joined(value, ",");
  }

  /** Text of any object the platform made; an object of the app's own class is named, not asked. */
  public static String text(Object value) {
    return value == null ? null : Text.of(value);
  }

  /** Size of a collection, array, map or optional value, 0 for usage events without any; -1 where it is none of these. */
  public static int size(Object given) throws ReflectiveOperationException {
    if (given == null) {
      return 0;
    }
    Object value = Trusted.unwrapped(given);
    if (value.getClass().isArray()) {
      return Array.getLength(value);
    }
    if (Trusted.isContainer(value)) {
      return value instanceof Map ? ((Map<?, ?>) value).size() : ((Collection<?>) value).size();
    }
    if (value instanceof java.util.Optional) {
      return ((java.util.Optional<?>) value).isPresent() ? 1 : 0;
    }
    boolean isEvents = value.getClass().getName().equals("android.app.usage.UsageEvents") && Trusted.isPlatforms(value);
    return isEvents && !(Boolean) call(value, "hasNextEvent") ? 0 : -1;
  }

  /** Lower-case hex of a byte array; null when it is null or empty. */
  public static String bytes(Object value) {
    return value instanceof byte[] && ((byte[]) value).length > 0 ? Text.bytes((byte[]) value) : null;
  }

  /** What came back from a transaction, as {@link Reply} reads it; null where nothing was to come back. */
  public static String reply(Object parcel) throws ReflectiveOperationException {
    return parcel == null ? null : Reply.read(parcel);
  }

  /** Which packages an answer names, as {@link Packages} tells them; null where it does not tell. */
  public static String packages(Object answer) throws ReflectiveOperationException {
    return answer == null ? null : Packages.of(answer);
  }

  /** {@code latitude,longitude}; null when there is no location. */
  public static String location(Object given) throws ReflectiveOperationException {
    if (given == null) {
      return null;
    }
    Object value = Trusted.unwrapped(given);
    if (value instanceof List && Trusted.isContainer(value)) {
      List<?> all = (List<?>) value;
      return all.isEmpty() ? null : location(all.get(all.size() - 1));
    }
    if (!Trusted.isPlatforms(value)) {
      return Text.of(value);
    }
    if (value.getClass().getName().equals("android.location.LocationResult")) {
      return location(call(value, "getLastLocation"));
    }
    return call(value, "getLatitude") + "," + call(value, "getLongitude");
  }

  /** Column names and the first rows of a cursor, one row a line; null when it is null or has no row. */
  public static String cursor(Object given) throws ReflectiveOperationException {
    Object value = given;
    while (value != null && value.getClass().getName().startsWith("android.") && isWrapper(value.getClass())) {
      value = call(value, "getWrappedCursor");
    }
    if (value == null) {
      return null;
    }
    if (!Trusted.isPlatforms(value)) {
      return Text.of(value);
    }
    int count = (Integer) call(value, "getCount");
    if (count <= 0) {
      return null;
    }
    StringBuilder text = new StringBuilder("rows=").append(count);
    Class<?> cursor = Class.forName("android.database.Cursor", false, value.getClass().getClassLoader());
    Method move = cursor.getMethod("moveToPosition", int.class);
    Method read = cursor.getMethod("getString", int.class);
    Method kind = cursor.getMethod("getType", int.class);
    int before = (Integer) call(value, "getPosition");
    int columns = (Integer) call(value, "getColumnCount");
    try {
      for (int row = 0; row < Math.min(count, MAX_CURSOR_ROWS) && text.length() < Text.MAX_TEXT; row++) {
        move.invoke(value, row);
        text.append('\n');
        for (int column = 0; column < columns && text.length() < Text.MAX_TEXT; column++) {
          int type = (Integer) kind.invoke(value, column);
          if (type >= 1 && type <= 3) { // integer, float, string
            text.append(read.invoke(value, column)).append('\t');
          }
        }
      }
    } finally {
      move.invoke(value, before);
    }
    return Text.cut(text.toString(), Text.MAX_TEXT);
  }

  private static boolean isWrapper(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      if (c.getName().equals("android.database.CursorWrapper")) {
        return true;
      }
    }
    return false;
  }

  /** Package, class, action, categories, data, separated by {@link #PART}. */
  public static String intent(Object given) throws ReflectiveOperationException {
    if (given == null) {
      return null;
    }
    Object value = given;
    if (!Trusted.isPlatforms(given)) {
      // The platform's own copy has what the fields hold, whatever the app's class says.
      Class<?> type = Class.forName("android.content.Intent", false, given.getClass().getClassLoader());
      value = type.getConstructor(type).newInstance(given);
    }
    Object component = call(value, "getComponent");
    Object name = component == null ? null : call(component, "getPackageName");
    Object target = name == null ? call(value, "getPackage") : name;
    Object categories = call(value, "getCategories");
    return Text.cut(
        plain(target) + PART
            + plain(component == null ? null : call(component, "getClassName")) + PART
            + plain(call(value, "getAction")) + PART
            + (categories == null ? "" : Text.joined(categories, ",")) + PART
            + plain(call(value, "getData")),
        Text.MAX_TEXT);
  }

  /** No package, no class, the actions of a filter for broadcasts, as {@link #intent} writes an intent. */
  public static String actions(Object filter) throws ReflectiveOperationException {
    StringBuilder all = new StringBuilder().append(PART).append(PART);
    int count = Trusted.isPlatforms(filter) ? Math.min((Integer) call(filter, "countActions"), Text.MAX_ELEMENTS) : 0;
    Method action = filter.getClass().getMethod("getAction", int.class);
    for (int i = 0; i < count && all.length() < Text.MAX_TEXT; i++) {
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
        boolean isReference = value instanceof java.lang.ref.Reference && Trusted.isPlatforms(value);
        value = isReference ? ((java.lang.ref.Reference<?>) value).get() : value;
        if (value == null) {
          continue;
        }
        if (Frames.isApp(value.getClass().getName())) {
          return className(value);
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
    return type instanceof Class ? Text.cut(((Class<?>) type).getName(), Text.MAX_NAME) : null;
  }

  /** One part of several. */
  static String plain(Object value) {
    return value == null ? "" : Text.cut(Text.of(value), 1024).replace(PART, ' ');
  }

  private static Object call(Object target, String name) throws ReflectiveOperationException {
    Method method = target.getClass().getMethod(name);
    method.setAccessible(true);
    return method.invoke(target);
  }
}
