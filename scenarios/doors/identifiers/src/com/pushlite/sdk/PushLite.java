package com.pushlite.sdk;

import android.content.ContentProviderClient;
import android.content.ContentResolver;
import android.content.Context;
import android.database.Cursor;
import android.net.Uri;
import android.os.Bundle;
import android.os.RemoteException;
import android.provider.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import labels.Behaviours;

/** A push SDK that wants the Android ID, and tries every way to it. */
public final class PushLite {
  private static final String KEY = "android_id";
  private static final Uri SETTINGS = Uri.parse("content://settings");
  private static final Uri ROW = Uri.parse("content://settings/secure/android_id");
  private static final Uri TABLE = Uri.parse("content://settings/secure");

  private final ContentResolver resolver;
  private final int user;
  private int found;

  private PushLite(Context context) {
    resolver = context.getContentResolver();
    user = android.os.Process.myUid() / 100_000;
  }

  public static void start(Context context) {
    PushLite push = new PushLite(context);
    push.settings();
    push.provider();
    push.reflection();
    push.shell();
    context.getSharedPreferences("pushlite", Context.MODE_PRIVATE).edit().putInt("found", push.found).apply();
  }

  private void settings() {
    if (Behaviours.PUSH_SECURE) keep(Settings.Secure.getString(resolver, KEY));
    if (Behaviours.PUSH_SYSTEM) keep(Settings.System.getString(resolver, KEY));
    if (Behaviours.PUSH_GLOBAL) keep(Settings.Global.getString(resolver, KEY));
  }

  private void provider() {
    if (Behaviours.PUSH_CALL) keep(value(resolver.call(SETTINGS, "GET_secure", KEY, null)));
    if (Behaviours.PUSH_CALL_PATH) keep(value(resolver.call(Settings.Secure.CONTENT_URI, "GET_secure", KEY, null)));
    if (Behaviours.PUSH_QUERY_ROW) keep(value(resolver.query(ROW, null, null, null, null)));
    if (Behaviours.PUSH_QUERY_TABLE) {
      Bundle arguments = new Bundle();
      arguments.putString(ContentResolver.QUERY_ARG_SQL_SELECTION, "name=?");
      arguments.putStringArray(ContentResolver.QUERY_ARG_SQL_SELECTION_ARGS, new String[] {KEY});
      keep(value(resolver.query(TABLE, null, arguments, null)));
    }
    try (ContentProviderClient client = resolver.acquireUnstableContentProviderClient("settings")) {
      if (client == null) return;
      if (Behaviours.PUSH_CLIENT_CALL) keep(value(client.call("GET_secure", KEY, null)));
      if (Behaviours.PUSH_CLIENT_QUERY) keep(value(client.query(ROW, null, null, null, null)));
    } catch (RemoteException gone) {
      found--;
    }
  }

  private void reflection() {
    try {
      if (Behaviours.PUSH_SECURE_FOR_USER) {
        Method hidden =
            Settings.Secure.class.getDeclaredMethod("getStringForUser", ContentResolver.class, String.class, int.class);
        keep((String) hidden.invoke(null, resolver, KEY, user));
      }
      if (Behaviours.PUSH_NAME_VALUE_CACHE) {
        Field cache = Settings.Secure.class.getDeclaredField("sNameValueCache");
        cache.setAccessible(true);
        Object held = cache.get(null);
        Method get =
            held.getClass().getDeclaredMethod("getStringForUser", ContentResolver.class, String.class, int.class);
        get.setAccessible(true);
        keep((String) get.invoke(held, resolver, KEY, user));
      }
      if (Behaviours.PUSH_SECURE_REFLECTED) {
        Class<?> secure = Class.forName("android.provider.Settings$Secure");
        Method get = secure.getMethod("getString", ContentResolver.class, String.class);
        keep((String) get.invoke(null, resolver, KEY));
      }
    } catch (ReflectiveOperationException absent) {
      found--;
    }
  }

  private void shell() {
    if (Behaviours.PUSH_EXEC_TEXT) keep(read(() -> Runtime.getRuntime().exec("settings get secure android_id")));
    if (Behaviours.PUSH_EXEC_SH) {
      String[] words = {"sh", "-c", "settings get secure android_id"};
      keep(read(() -> Runtime.getRuntime().exec(words, null, null)));
    }
    if (Behaviours.PUSH_CONTENT_COMMAND) {
      ProcessBuilder builder =
          new ProcessBuilder("content", "query", "--uri", "content://settings/secure/android_id");
      keep(read(builder::start));
    }
  }

  private interface Start {
    Process run() throws IOException;
  }

  private static String read(Start start) {
    try {
      Process process = start.run();
      try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
        return lines.readLine();
      } finally {
        process.destroy();
      }
    } catch (IOException | SecurityException refused) {
      return null;
    }
  }

  private static String value(Bundle answer) {
    return answer == null ? null : answer.getString("value");
  }

  private static String value(Cursor rows) {
    if (rows == null) return null;
    try (Cursor open = rows) {
      return open.moveToFirst() ? open.getString(open.getColumnIndexOrThrow("value")) : null;
    }
  }

  private void keep(String id) {
    if (id != null && !id.isEmpty()) found++;
  }
}
