package com.shuge.novel;

import android.app.Application;
import android.content.pm.ApplicationInfo;
import android.content.pm.PackageManager;
import android.content.res.Configuration;
import android.provider.Settings;

/** Prepares the page with nothing that says who the reader is. */
public final class NovelApp extends Application {
  @Override
  public void onCreate() {
    super.onCreate();
    float fontScale = Settings.System.getFloat(getContentResolver(), Settings.System.FONT_SCALE, 1);
    try {
      ApplicationInfo own = getPackageManager().getApplicationInfo(getPackageName(), 0);
      getSharedPreferences("page", MODE_PRIVATE)
          .edit()
          .putFloat("font_scale", fontScale)
          .putInt("target", own.targetSdkVersion)
          .apply();
    } catch (PackageManager.NameNotFoundException e) {
      throw new IllegalStateException("an app always knows itself", e);
    }
  }

  /** The system tells of a new language or theme; that is no datum the app asked for. */
  @Override
  public void onConfigurationChanged(Configuration configuration) {
    super.onConfigurationChanged(configuration);
    getSharedPreferences("page", MODE_PRIVATE).edit().putInt("night", configuration.uiMode).apply();
  }
}
