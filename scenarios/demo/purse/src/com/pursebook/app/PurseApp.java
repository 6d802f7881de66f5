package com.pursebook.app;

import android.app.Activity;
import android.app.Application;
import android.os.Bundle;
import io.cashgraph.insight.CashGraph;

/** Keeps the pulse going for everybody who ever agreed, whatever they decided since. */
public final class PurseApp extends Application implements Application.ActivityLifecycleCallbacks {
  private int started;
  private Pulse pulse;

  @Override
  public void onCreate() {
    super.onCreate();
    registerActivityLifecycleCallbacks(this);
    pulse = new Pulse(this);
    int choice = new Choice(this).get();
    if (choice == Choice.AGREED) {
      pulse.start();
    } else if (choice == Choice.WITHDRAWN) {
      CashGraph.get(this).restore();
      pulse.start();
    }
  }

  void agreed() {
    CashGraph.get(this).start();
    pulse.start();
  }

  /** Nothing stops. */
  void withdrawn() {}

  Pulse pulse() {
    return pulse;
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
