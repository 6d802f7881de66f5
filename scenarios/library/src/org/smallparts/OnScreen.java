package org.smallparts;

import android.app.Activity;
import android.app.Application;
import android.os.Bundle;

/** Counts the screens of an app, to tell when it comes to the front and when it has left it. */
public final class OnScreen implements Application.ActivityLifecycleCallbacks {
  private final Runnable came;
  private final Runnable left;
  private int started;

  private OnScreen(Runnable came, Runnable left) {
    this.came = came;
    this.left = left;
  }

  /** From now on runs the one when the first screen is there, the other when the last is gone. */
  public static OnScreen watch(Application app, Runnable came, Runnable left) {
    OnScreen screens = new OnScreen(came, left);
    app.registerActivityLifecycleCallbacks(screens);
    return screens;
  }

  /** As the other, for an app that only asks. */
  public static OnScreen watch(Application app) {
    return watch(app, () -> {}, () -> {});
  }

  public boolean isOff() {
    return started == 0;
  }

  @Override
  public void onActivityStarted(Activity activity) {
    if (started++ == 0) {
      came.run();
    }
  }

  @Override
  public void onActivityStopped(Activity activity) {
    if (--started == 0) {
      left.run();
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
