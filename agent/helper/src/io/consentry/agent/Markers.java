package io.consentry.agent;

import java.lang.reflect.Method;

/** Reads what a marker says from the platform's own objects. Parts are separated by {@link Values#PART}. */
public final class Markers {
  private static final int ACTION_DOWN = 0;
  private static final int ACTION_UP = 1;
  private static final int ACTION_CANCEL = 3;
  private static final int FIRST_SUB_WINDOW = 1000;
  private static final int LAST_SUB_WINDOW = 1999;
  private static final int TYPE_BASE_APPLICATION = 1;
  private static final String NAMES = "android.content.pm.extra.REQUEST_PERMISSIONS_NAMES";
  private static final String RESULTS = "android.content.pm.extra.REQUEST_PERMISSIONS_RESULTS";

  private Markers() {}

  /** Action, raw x, raw y, window title, package; null for a movement. */
  public static String touch(Object view, Object event) throws ReflectiveOperationException {
    int action = (Integer) call(event, "getActionMasked");
    if (action != ACTION_DOWN && action != ACTION_UP && action != ACTION_CANCEL) {
      return null;
    }
    String name = action == ACTION_DOWN ? "down" : action == ACTION_UP ? "up" : "cancel";
    Object title = title(call(call(view, "getRootView"), "getLayoutParams"));
    Object owner = call(call(view, "getContext"), "getPackageName");
    return name + Values.PART + call(event, "getRawX") + Values.PART + call(event, "getRawY") + Values.PART + plain(title)
        + Values.PART + plain(owner);
  }

  /** Title and kind (activity, dialog, popup) of a window; its parameters may be given apart from the view. */
  public static String window(Object view, Object params) throws ReflectiveOperationException {
    Object layout = params != null ? params : call(view, "getLayoutParams");
    int type = layout == null ? 0 : layout.getClass().getField("type").getInt(layout);
    String kind = type == TYPE_BASE_APPLICATION ? "activity"
        : type >= FIRST_SUB_WINDOW && type <= LAST_SUB_WINDOW ? "popup" : "dialog";
    return plain(title(layout)) + Values.PART + kind;
  }

  /** Names and results (0 granted, -1 denied), each comma separated, of an answer to a permission request. */
  public static String permissions(Object intent, Object unused) throws ReflectiveOperationException {
    if (intent == null) {
      return Values.PART + "";
    }
    Object names = extra(intent, "getStringArrayExtra", NAMES);
    Object results = extra(intent, "getIntArrayExtra", RESULTS);
    return plain(Values.list(names)) + Values.PART + plain(Values.list(results));
  }

  /**
   * Interface that a transaction is meant for: the token at the head of its data. Before it stand one to three numbers,
   * depending on the API level. Where the data has no token, what a local binder says of itself; null when neither tells.
   */
  public static String descriptor(Object binder, Object data) throws ReflectiveOperationException {
    if (data != null) {
      Method seek = data.getClass().getMethod("setDataPosition", int.class);
      Method read = data.getClass().getMethod("readString");
      int before = (Integer) call(data, "dataPosition");
      int size = (Integer) call(data, "dataSize");
      try {
        for (int at = 4; at <= 12 && at < size; at += 4) {
          String token = token(data, seek, read, at);
          if (token != null) {
            return token;
          }
        }
      } finally {
        seek.invoke(data, before);
      }
    }
    // A proxy would ask the other process, at the cost of a transaction, and a class of the app's is not asked.
    Method own = binder.getClass().getMethod("getInterfaceDescriptor");
    return own.getDeclaringClass().getName().equals("android.os.Binder") ? plain(own.invoke(binder)) : null;
  }

  private static String token(Object data, Method seek, Method read, int at) throws ReflectiveOperationException {
    seek.invoke(data, at);
    try {
      Object text = read.invoke(data);
      return text instanceof String && ((String) text).matches("[A-Za-z_][\\w$]*(\\.[\\w$]+)+") ? plain(text) : null;
    } catch (java.lang.reflect.InvocationTargetException other) {
      // What stands here is no text.
      return null;
    }
  }

  private static Object extra(Object intent, String getter, String key) throws ReflectiveOperationException {
    return intent.getClass().getMethod(getter, String.class).invoke(intent, key);
  }

  private static Object title(Object layout) throws ReflectiveOperationException {
    return layout == null || !layout.getClass().getName().contains("WindowManager") ? "" : call(layout, "getTitle");
  }

  private static String plain(Object value) {
    return value == null ? "" : Text.cut(Values.plain(value), Text.MAX_NAME);
  }

  private static Object call(Object target, String name) throws ReflectiveOperationException {
    Method method = target.getClass().getMethod(name);
    method.setAccessible(true);
    return method.invoke(target);
  }
}
