package io.adnest.sdk;

import android.content.Context;
import android.os.Handler;
import android.os.Looper;
import labels.Behaviours;

/** Entry points of the ads SDK. */
public final class AdNest {
  private static final long REFRESH_MS = 2000;
  private static final Handler HANDLER = new Handler(Looper.getMainLooper());

  private static SignalCollector signals;
  private static boolean banners;
  private static boolean background;

  private AdNest() {}

  static void prepare(Context context) {
    signals = new SignalCollector(context);
    signals.listSensors();
    if (Behaviours.ADNEST_ANDROID_ID_BEFORE_CONSENT) {
      signals.readAndroidId();
    }
    if (Behaviours.ADNEST_SSID_BEFORE_CONSENT) {
      signals.readNetworkName();
    }
  }

  /** One banner, for people who said no. */
  public static void loadBanner(Context context) {
    if (Behaviours.ADNEST_ANDROID_ID_AFTER_REFUSAL) {
      signals.readAndroidId();
    }
    if (Behaviours.ADNEST_SSID_AFTER_REFUSAL) {
      signals.readNetworkName();
    }
  }

  /** Banners that refresh themselves, for people who agreed. */
  public static void startBanners(Context context) {
    if (!banners) {
      banners = true;
      HANDLER.postDelayed(AdNest::refresh, REFRESH_MS);
    }
  }

  /** The app came to the screen. */
  public static void onForeground() {
    background = false;
    signals.stopMotion();
  }

  /** The app left the screen. */
  public static void onBackground() {
    background = true;
  }

  private static void refresh() {
    if (background) {
      if (Behaviours.ADNEST_SENSOR_IN_BACKGROUND) {
        signals.startMotion();
      }
      if (Behaviours.ADNEST_LOCATION_IN_BACKGROUND) {
        signals.readPosition();
      }
    } else if (Behaviours.ADNEST_SSID_POLL) {
      signals.readNetworkName();
    }
    HANDLER.postDelayed(AdNest::refresh, REFRESH_MS);
  }
}
