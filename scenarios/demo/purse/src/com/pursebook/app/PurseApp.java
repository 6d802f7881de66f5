package com.pursebook.app;

import android.app.Application;
import io.cashgraph.insight.CashGraph;
import org.smallparts.OnScreen;

/** Keeps the pulse going for everybody who ever agreed, whatever they decided since. */
public final class PurseApp extends Application {
  private OnScreen screens;
  private Pulse pulse;

  @Override
  public void onCreate() {
    super.onCreate();
    screens = OnScreen.watch(this);
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
    return screens.isOff();
  }
}
