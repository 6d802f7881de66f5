package com.zaowen.news;

import android.app.Activity;
import android.app.Application;
import android.os.Bundle;
import com.pushlite.sdk.PushLite;

/** Starts the push SDK with the process, before anybody was asked. */
public final class NewsApp extends Application implements Application.ActivityLifecycleCallbacks {
  private int started;
  private Poller poller;

  @Override
  public void onCreate() {
    super.onCreate();
    registerActivityLifecycleCallbacks(this);
    poller = new Poller(this);
    PushLite.init(this);
  }

  Poller poller() {
    return poller;
  }

  boolean inBackground() {
    return started == 0;
  }

  @Override
  public void onActivityStarted(Activity activity) {
    started++;
  }

  @Override
  public void onActivityStopped(Activity activity) {
    started--;
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
