package com.pushlite.sdk;

import android.content.Context;
import android.provider.Settings;

/** What the SDK knows of a device. */
final class DeviceProfile {
  private static DeviceProfile instance;

  private final Context context;
  private String deviceId;

  private DeviceProfile(Context context) {
    this.context = context;
  }

  static synchronized DeviceProfile get(Context context) {
    if (instance == null) {
      instance = new DeviceProfile(context.getApplicationContext());
    }
    return instance;
  }

  void readDevice() {
    if (deviceId == null) {
      deviceId = Settings.Secure.getString(context.getContentResolver(), Settings.Secure.ANDROID_ID);
    }
  }

  /** The line that would be sent at the next registration. */
  String payload() {
    return deviceId;
  }
}
