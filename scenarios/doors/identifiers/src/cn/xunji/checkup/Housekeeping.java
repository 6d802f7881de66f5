package cn.xunji.checkup;

import android.content.ContentProviderClient;
import android.content.Context;
import android.content.Intent;
import android.content.pm.PackageManager;
import android.database.Cursor;
import android.net.Uri;
import android.os.RemoteException;
import android.provider.Settings;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;

/** Calls by the same doors that read nothing about anybody: own package, ordinary keys, own files, plain commands. */
final class Housekeeping {
  private static final Uri OWN = Uri.parse("content://cn.xunji.checkup.own/settings/secure/android_id");

  private final Context context;

  Housekeeping(Context context) {
    this.context = context;
  }

  void run() {
    settings();
    ownPackage();
    ownProvider();
    ownFiles();
    commands();
    reflection();
  }

  private void settings() {
    Settings.System.getInt(context.getContentResolver(), Settings.System.SCREEN_BRIGHTNESS, 0);
    Settings.Global.getInt(context.getContentResolver(), Settings.Global.AIRPLANE_MODE_ON, 0);
    Settings.Secure.getString(context.getContentResolver(), "default_input_method");
    context.getContentResolver().call(Uri.parse("content://settings"), "GET_system", "font_scale", null);
    Uri brightness = Uri.parse("content://settings/system/screen_brightness");
    try (Cursor row = context.getContentResolver().query(brightness, null, null, null, null)) {
      if (row != null) row.moveToFirst();
    }
  }

  private void ownPackage() {
    PackageManager packages = context.getPackageManager();
    try {
      packages.getPackageInfo(context.getPackageName(), 0);
      packages.getApplicationInfo(context.getPackageName(), 0);
    } catch (PackageManager.NameNotFoundException absent) {
      throw new IllegalStateException(absent);
    }
    packages.getLaunchIntentForPackage(context.getPackageName());
    packages.queryIntentActivities(new Intent(context, MainActivity.class), 0);
  }

  private void ownProvider() {
    context.getContentResolver().call(OWN, "GET_secure", "android_id", null);
    try (Cursor rows = context.getContentResolver().query(OWN, null, null, null, null)) {
      if (rows != null) rows.moveToFirst();
    }
    try (ContentProviderClient client = context.getContentResolver().acquireContentProviderClient(OWN)) {
      client.query(OWN, null, null, null, null).close();
    } catch (RemoteException gone) {
      throw new IllegalStateException(gone);
    }
  }

  private void ownFiles() {
    File folder = new File(context.getFilesDir(), "sys/class/net/wlan0");
    folder.mkdirs();
    File file = new File(folder, "address");
    try (FileOutputStream out = new FileOutputStream(file)) {
      out.write("own".getBytes(StandardCharsets.UTF_8));
    } catch (IOException full) {
      throw new IllegalStateException(full);
    }
    try (FileInputStream in = new FileInputStream(file)) {
      in.read();
      Files.readAllBytes(file.toPath());
    } catch (IOException gone) {
      throw new IllegalStateException(gone);
    }
  }

  private void commands() {
    String own = context.getFilesDir().getPath();
    Shell.firstLine(() -> Runtime.getRuntime().exec("echo settings get secure android_id"));
    Shell.firstLine(() -> Runtime.getRuntime().exec(new String[] {"ls", own}));
    Shell.firstLine(() -> new ProcessBuilder(Arrays.asList("date", "+%Y")).start());
    Shell.firstLine(() -> new ProcessBuilder("sh", "-c", "echo getprop ro.serialno").start());
  }

  private void reflection() {
    try {
      Class<?> properties = Class.forName("android.os.SystemProperties");
      properties.getMethod("get", String.class).invoke(null, "ro.build.version.sdk");
      String.class.getMethod("length").invoke("plain");
    } catch (ReflectiveOperationException absent) {
      throw new IllegalStateException(absent);
    }
  }
}
