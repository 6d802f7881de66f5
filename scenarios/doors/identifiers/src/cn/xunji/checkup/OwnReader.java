package cn.xunji.checkup;

import android.content.ContentProviderClient;
import android.content.Context;
import android.content.pm.PackageManager;
import android.database.Cursor;
import android.net.Uri;
import android.os.Bundle;
import android.os.RemoteException;
import android.provider.Settings;
import java.util.Arrays;
import labels.Behaviours;

/** Reads of the app's own code: some that it may do, some that it may not. */
final class OwnReader {
  private static final Uri SETTINGS = Uri.parse("content://settings");

  private final Context context;

  OwnReader(Context context) {
    this.context = context;
  }

  /** Inside the click on the refusal. */
  void afterRefusal() {
    if (Behaviours.REFUSED_ANDROID_ID_CALL) {
      Bundle answer = context.getContentResolver().call(SETTINGS, "GET_secure", "android_id", null);
      keep("call", answer == null ? null : answer.getString("value"));
    }
    if (Behaviours.REFUSED_ANDROID_ID_SHELL) {
      keep("shell", Shell.firstLine(() -> new ProcessBuilder("settings", "get", "secure", "android_id").start()));
    }
    if (Behaviours.REFUSED_APP_LIST_SHELL) {
      keep("apps", Shell.firstLine(() -> Runtime.getRuntime().exec("pm list packages -3")));
    }
  }

  /** Some seconds after the app left the screen. */
  void whileAway() {
    if (Behaviours.AWAY_ANDROID_ID_CLIENT) {
      try (ContentProviderClient client = context.getContentResolver().acquireContentProviderClient(SETTINGS)) {
        Bundle answer = client.call("GET_secure", "android_id", null);
        keep("away", answer == null ? null : answer.getString("value"));
      } catch (RemoteException gone) {
        keep("away", null);
      }
    }
    if (Behaviours.AWAY_ANDROID_ID_QUERY) {
      Uri uri = Uri.parse("content://settings/secure/android_id");
      try (Cursor row = context.getContentResolver().query(uri, null, null, null, null)) {
        keep("row", row != null && row.moveToFirst() ? row.getString(row.getColumnIndexOrThrow("value")) : null);
      }
    }
  }

  /** The report that the person asked for. */
  String report() {
    PackageManager packages = context.getPackageManager();
    String id = Settings.Secure.getString(context.getContentResolver(), Settings.Secure.ANDROID_ID);
    String model = Shell.firstLine(() -> Runtime.getRuntime().exec(new String[] {"getprop", "ro.product.model"}));
    String serial = Shell.firstLine(() -> Runtime.getRuntime().exec(new String[] {"getprop", "ro.serialno"}));
    int apps = packages.getInstalledApplications(0).size();
    return String.join("\n", Arrays.asList(mask(id), model, mask(serial), String.valueOf(apps)));
  }

  private static String mask(String text) {
    return text == null || text.length() < 4 ? "-" : text.substring(0, 2) + "***";
  }

  private void keep(String name, String value) {
    context.getSharedPreferences("state", Context.MODE_PRIVATE).edit().putString(name, mask(value)).apply();
  }
}
