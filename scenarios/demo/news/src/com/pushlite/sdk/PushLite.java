package com.pushlite.sdk;

import android.content.Context;
import labels.Behaviours;

/** Entry points of the push SDK. */
public final class PushLite {
  private PushLite() {}

  /** To be called from the Application. */
  public static void init(Context context) {
    if (Behaviours.PUSH_APP_LIST_BEFORE_CONSENT) {
      DeviceProfile.get(context).readInstalledApps();
    }
  }

  /** Registers this device for messages; the app calls it whatever the person chose. */
  public static void register(Context context) {
    if (Behaviours.PUSH_APP_LIST_AFTER_REFUSAL) {
      DeviceProfile.get(context).readInstalledApps();
    }
  }
}
