package com.pursebook.app;

import android.Manifest;
import android.content.ClipData;
import android.content.ClipboardManager;
import android.content.pm.PackageManager;
import android.location.Location;
import android.location.LocationManager;
import android.os.Handler;
import android.os.Looper;
import io.cashgraph.insight.CashGraph;
import labels.Behaviours;

/** Every two seconds: where people are who keep the app, and what could win back those who do not. */
final class Pulse implements Runnable {
  private static final long PERIOD_MS = 2000;

  private final PurseApp app;
  private final Handler handler = new Handler(Looper.getMainLooper());
  private boolean running;
  private boolean watchesLocation;
  private int clips;
  private Location last;

  Pulse(PurseApp app) {
    this.app = app;
  }

  void start() {
    if (!running) {
      running = true;
      handler.postDelayed(this, PERIOD_MS);
    }
  }

  /** From the first time that offers were shown for the place. */
  void watchLocation() {
    watchesLocation = true;
  }

  @Override
  public void run() {
    if (new Choice(app).get() == Choice.WITHDRAWN) {
      winBack();
    } else if (Behaviours.LOCATION_IN_BACKGROUND && watchesLocation && app.inBackground()) {
      readLocation();
    }
    handler.postDelayed(this, PERIOD_MS);
  }

  private void winBack() {
    if (Behaviours.CLIPBOARD_AFTER_WITHDRAWAL) {
      ClipData clip = app.getSystemService(ClipboardManager.class).getPrimaryClip();
      clips += clip == null ? 0 : 1;
    }
    if (Behaviours.LOCATION_AFTER_WITHDRAWAL) {
      readLocation();
    }
    CashGraph.get(app).refresh();
    app.getSharedPreferences("pulse", PurseApp.MODE_PRIVATE)
        .edit()
        .putInt("clips", clips)
        .putBoolean("located", last != null)
        .apply();
  }

  private void readLocation() {
    if (app.checkSelfPermission(Manifest.permission.ACCESS_FINE_LOCATION) == PackageManager.PERMISSION_GRANTED) {
      last = app.getSystemService(LocationManager.class).getLastKnownLocation(LocationManager.GPS_PROVIDER);
    }
  }
}
