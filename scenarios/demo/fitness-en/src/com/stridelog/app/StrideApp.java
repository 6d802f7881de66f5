package com.stridelog.app;

import android.app.Application;
import android.content.pm.PackageManager;
import android.provider.Settings;
import io.adnest.sdk.AdNest;
import org.smallparts.OnScreen;

/** Tells the ads SDK when the app goes off the screen. */
public final class StrideApp extends Application {
  @Override
  public void onCreate() {
    super.onCreate();
    OnScreen.watch(this, AdNest::onForeground, AdNest::onBackground);
    boolean airplane = Settings.Global.getInt(getContentResolver(), Settings.Global.AIRPLANE_MODE_ON, 0) == 1;
    String clock = Settings.System.getString(getContentResolver(), Settings.System.TIME_12_24);
    try {
      long updated = getPackageManager().getPackageInfo(getPackageName(), 0).lastUpdateTime;
      getSharedPreferences("display", MODE_PRIVATE)
          .edit()
          .putBoolean("airplane", airplane)
          .putString("clock", clock)
          .putLong("updated", updated)
          .apply();
    } catch (PackageManager.NameNotFoundException e) {
      throw new IllegalStateException("an app always knows itself", e);
    }
  }
}
