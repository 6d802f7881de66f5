package com.shuge.novel;

import android.app.Activity;
import android.app.Application;
import android.os.Bundle;
import com.readmate.stats.ReadMate;

/** Tells the statistics library of comings and goings. */
public final class NovelApp extends Application implements Application.ActivityLifecycleCallbacks {
  private int started;

  @Override
  public void onCreate() {
    super.onCreate();
    registerActivityLifecycleCallbacks(this);
    if (new ReaderStore(this).wasHere()) {
      ReadMate.get(this).onReturn();
    }
  }

  @Override
  public void onActivityStarted(Activity activity) {
    if (started++ == 0) {
      ReadMate.get(this).onScreen();
    }
  }

  @Override
  public void onActivityStopped(Activity activity) {
    int mode = new ReaderStore(this).mode();
    if (--started == 0 && (mode == ReaderStore.MEMBER || mode == ReaderStore.GUEST)) {
      ReadMate.get(this).offScreen();
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
