package com.brittle.app;

import android.app.Application;
import android.provider.Settings;

/** Reads one identifier at its start, so that every run holds evidence from the first second on. */
public final class BrittleApp extends Application {
  @Override
  public void onCreate() {
    super.onCreate();
    getSharedPreferences("device", MODE_PRIVATE)
        .edit()
        .putString("id", Settings.Secure.getString(getContentResolver(), Settings.Secure.ANDROID_ID))
        .apply();
    Breaker breaker = new Breaker(this);
    breaker.breakNow();
    breaker.watch();
  }
}
