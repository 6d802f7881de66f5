package com.pushlite.sdk;

import android.content.Context;

/** Entry points of the push SDK. */
public final class PushLite {
  private PushLite() {}

  /** To be called once the person has agreed; without it the SDK does nothing. */
  public static void start(Context context) {
    DeviceProfile.get(context).readDevice();
  }
}
