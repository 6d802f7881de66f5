package com.readmate.stats;

import android.content.Context;
import android.net.wifi.WifiInfo;
import android.net.wifi.WifiManager;
import android.os.Handler;
import android.os.Looper;
import android.provider.Settings;
import labels.Behaviours;

/** Reading statistics by a third party. Knows nothing of consent and is asked at every turn. */
public final class ReadMate implements Runnable {
  private static final long PERIOD_MS = 2000;
  private static ReadMate instance;

  private final Context context;
  private final Handler handler = new Handler(Looper.getMainLooper());
  private String device = "";
  private String network = "";
  private int apps;

  private ReadMate(Context context) {
    this.context = context.getApplicationContext();
  }

  public static synchronized ReadMate get(Context context) {
    if (instance == null) {
      instance = new ReadMate(context);
    }
    return instance;
  }

  /** A reader is about to leave: how many other apps compete for the evening? */
  public void onHesitation() {
    if (Behaviours.LIBRARY_APP_LIST_IN_SECOND_LAYER) {
      countApps();
    }
  }

  /** The app starts anew for somebody who was here before. */
  public void onReturn() {
    if (Behaviours.LIBRARY_APP_LIST_AT_RELAUNCH) {
      countApps();
    }
  }

  public void onGuest() {
    if (Behaviours.LIBRARY_ANDROID_ID_IN_GUEST_MODE) {
      readDevice();
    }
    if (Behaviours.LIBRARY_SSID_IN_GUEST_MODE) {
      readNetwork();
    }
  }

  public void onMember() {
    readDevice();
  }

  public void onScreen() {
    handler.removeCallbacks(this);
  }

  public void offScreen() {
    handler.removeCallbacks(this);
    handler.postDelayed(this, PERIOD_MS);
  }

  @Override
  public void run() {
    if (Behaviours.LIBRARY_SSID_IN_BACKGROUND) {
      readNetwork();
    }
    handler.postDelayed(this, PERIOD_MS);
  }

  private void readDevice() {
    device = Settings.Secure.getString(context.getContentResolver(), Settings.Secure.ANDROID_ID);
  }

  private void readNetwork() {
    WifiManager wifi = context.getSystemService(WifiManager.class);
    WifiInfo info = wifi == null ? null : wifi.getConnectionInfo();
    network = info == null ? "" : info.getSSID();
  }

  private void countApps() {
    apps = context.getPackageManager().getInstalledApplications(0).size();
  }

  /** The line that would be sent with the next chapter. */
  String payload() {
    return device + "," + network + "," + apps;
  }
}
