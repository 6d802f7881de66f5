package com.linxian.grocer;

import android.app.Application;
import android.content.pm.PackageManager;
import android.telephony.TelephonyManager;

/** Prepares the page with nothing that says who the person is. */
public final class GrocerApp extends Application {
  @Override
  public void onCreate() {
    super.onCreate();
    boolean canCall = getSystemService(TelephonyManager.class).isVoiceCapable();
    try {
      String version = getPackageManager().getPackageInfo(getPackageName(), 0).versionName;
      getSharedPreferences("page", MODE_PRIVATE)
          .edit()
          .putBoolean("can_call", canCall)
          .putString("version", version)
          .apply();
    } catch (PackageManager.NameNotFoundException e) {
      throw new IllegalStateException("an app always knows itself", e);
    }
  }
}
