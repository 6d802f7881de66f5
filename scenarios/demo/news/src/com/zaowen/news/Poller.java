package com.zaowen.news;

import android.content.ClipData;
import android.content.ClipboardManager;
import android.location.Location;
import android.location.LocationManager;
import android.os.Handler;
import android.os.Looper;
import labels.Behaviours;

/** Watches clipboard and position every two seconds, on screen or not. */
final class Poller implements Runnable {
  private static final long PERIOD_MS = 2000;

  private final NewsApp app;
  private final Handler handler = new Handler(Looper.getMainLooper());
  private boolean running;
  private boolean watchesLocation;
  private int seen;
  private Location last;

  Poller(NewsApp app) {
    this.app = app;
  }

  void start() {
    if (!running) {
      running = true;
      handler.postDelayed(this, PERIOD_MS);
    }
  }

  /** From the first time that the person allowed the position. */
  void watchLocation() {
    watchesLocation = true;
  }

  @Override
  public void run() {
    boolean background = app.inBackground();
    if (background ? Behaviours.CLIPBOARD_IN_BACKGROUND : Behaviours.CLIPBOARD_POLL) {
      readClipboard();
    }
    if (watchesLocation && (background ? Behaviours.LOCATION_IN_BACKGROUND : Behaviours.LOCATION_POLL)) {
      readLocation();
    }
    handler.postDelayed(this, PERIOD_MS);
  }

  private void readClipboard() {
    ClipData clip = app.getSystemService(ClipboardManager.class).getPrimaryClip();
    if (clip != null) {
      seen++;
    }
  }

  private void readLocation() {
    Location now = app.getSystemService(LocationManager.class).getLastKnownLocation(LocationManager.GPS_PROVIDER);
    if (now != null) {
      last = now;
    }
  }
}
