package com.zaowen.news;

import android.app.Application;
import android.content.pm.PackageManager;
import android.provider.Settings;

/** Prepares the display with nothing that says who the person is. */
public final class NewsApp extends Application {
  private boolean touchExploration;
  private int brightness;
  private String version = "";

  @Override
  public void onCreate() {
    super.onCreate();
    touchExploration = Settings.Secure.getInt(getContentResolver(), Settings.Secure.ACCESSIBILITY_ENABLED, 0) == 1;
    String inputMethod = Settings.Secure.getString(getContentResolver(), Settings.Secure.DEFAULT_INPUT_METHOD);
    brightness = Settings.System.getInt(getContentResolver(), Settings.System.SCREEN_BRIGHTNESS, 128);
    try {
      version = getPackageManager().getPackageInfo(getPackageName(), 0).versionName;
    } catch (PackageManager.NameNotFoundException e) {
      throw new IllegalStateException("an app always knows itself", e);
    }
    getSharedPreferences("display", MODE_PRIVATE)
        .edit()
        .putBoolean("touch_exploration", touchExploration)
        .putInt("brightness", brightness)
        .putString("input_method", inputMethod)
        .putString("version", version)
        .apply();
  }
}
