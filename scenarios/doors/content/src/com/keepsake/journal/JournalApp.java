package com.keepsake.journal;

import android.app.Activity;
import android.app.Application;
import android.os.Bundle;
import android.os.Handler;
import android.os.Looper;
import com.pushlite.sdk.PushLite;
import io.adnest.sdk.AdNest;

/** Starts its two SDKs with the process, before anybody was asked. */
public final class JournalApp extends Application implements Application.ActivityLifecycleCallbacks {
  private static final long BACKGROUND_DELAY_MS = 3000;

  private final Handler handler = new Handler(Looper.getMainLooper());
  private final Runnable inBackground = this::readInBackground;
  private int started;
  private boolean agreed;

  @Override
  public void onCreate() {
    super.onCreate();
    registerActivityLifecycleCallbacks(this);
    new People(this).harmless();
    new People(this).beforeConsent();
    PushLite.start(this);
    AdNest.start(this);
  }

  void agreed() {
    agreed = true;
    new People(this).harmless();
  }

  boolean onScreen() {
    return started > 0;
  }

  private void readInBackground() {
    AdNest.whileAway(this);
    new People(this).whileAway();
    new People(this).harmless();
  }

  @Override
  public void onActivityStarted(Activity activity) {
    started++;
    handler.removeCallbacks(inBackground);
  }

  @Override
  public void onActivityStopped(Activity activity) {
    started--;
    if (!onScreen()) {
      if (agreed) handler.postDelayed(inBackground, BACKGROUND_DELAY_MS);
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
