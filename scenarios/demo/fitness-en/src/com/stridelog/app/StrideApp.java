package com.stridelog.app;

import android.app.Activity;
import android.app.Application;
import android.content.pm.PackageManager;
import android.os.Bundle;
import android.provider.Settings;
import io.adnest.sdk.AdNest;

/** Tells the ads SDK when the app goes off the screen. */
public final class StrideApp extends Application implements Application.ActivityLifecycleCallbacks {
  private int started;

  @Override
  public void onCreate() {
    super.onCreate();
    registerActivityLifecycleCallbacks(this);
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

  @Override
  public void onActivityStarted(Activity activity) {
    if (started++ == 0) {
      AdNest.onForeground();
    }
  }

  @Override
  public void onActivityStopped(Activity activity) {
    if (--started == 0) {
      AdNest.onBackground();
    }
  }

  @Override
  public void onActivityCreated(Activity activity, Bundle state) {}

  @Override
  public void onActivityResumed(Activity activity) {}

  @Override
  public void onActivityPaused(Activity activity) {}

  @Override
  public void onActivitySaveInstanceState(Activity activity, Bundle state) {}

  @Override
  public void onActivityDestroyed(Activity activity) {}
}
