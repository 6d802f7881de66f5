package com.brittle.app;

import android.app.Activity;
import android.app.Application;
import android.os.Bundle;
import android.os.Handler;
import android.os.Looper;
import java.io.File;

/** Breaks the app the way the name of a file in its own folder says, whatever the app is doing then. */
final class Breaker implements Application.ActivityLifecycleCallbacks {
  private static final String[] WAYS = {"crash", "exit", "hang", "ask"};
  private static final long LOOK_MILLIS = 20;
  private static final int ASKED = 7;

  private final Handler main = new Handler(Looper.getMainLooper());
  private final Application app;
  private Activity front;

  Breaker(Application app) {
    this.app = app;
    app.registerActivityLifecycleCallbacks(this);
  }

  /** Before the app has a screen; on the main thread. */
  void breakNow() {
    String way = wanted();
    if (way != null && !way.equals("ask")) breakBy(way);
  }

  void watch() {
    Thread watcher = new Thread(this::look, "breaker");
    watcher.setDaemon(true);
    watcher.start();
  }

  private void look() {
    try {
      for (; ; Thread.sleep(LOOK_MILLIS)) {
        String way = wanted();
        if (way == null) continue;
        if (!new File(app.getFilesDir(), way).delete()) continue;
        if (way.equals("exit")) System.exit(0);
        main.post(() -> breakBy(way));
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private String wanted() {
    for (String way : WAYS) if (new File(app.getFilesDir(), way).exists()) return way;
    return null;
  }

  private void breakBy(String way) {
    switch (way) {
      case "crash":
        throw new IllegalStateException("broken on purpose");
      case "exit":
        System.exit(0);
        break;
      case "hang":
        hang();
        break;
      default:
        if (front != null) front.requestPermissions(new String[] {"android.permission.ACCESS_FINE_LOCATION"}, ASKED);
    }
  }

  /** The main thread waits for what never comes. */
  private static void hang() {
    Object never = new Object();
    synchronized (never) {
      try {
        for (; ; ) never.wait();
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void onActivityResumed(Activity activity) {
    front = activity;
  }

  @Override
  public void onActivityDestroyed(Activity activity) {
    if (front == activity) front = null;
  }

  @Override
  public void onActivityCreated(Activity activity, Bundle state) {}

  @Override
  public void onActivityStarted(Activity activity) {}

  @Override
  public void onActivityPaused(Activity activity) {}

  @Override
  public void onActivityStopped(Activity activity) {}

  @Override
  public void onActivitySaveInstanceState(Activity activity, Bundle state) {}
}
