package com.pushlite.sdk;

import android.content.Context;
import android.content.pm.PackageInfo;
import android.provider.Settings;
import java.util.ArrayList;
import java.util.List;
import labels.Behaviours;

/** What the SDK knows of a device. */
final class DeviceProfile {
  private static DeviceProfile instance;

  private final Context context;
  private final List<String> packages = new ArrayList<>();
  private String deviceId;

  private DeviceProfile(Context context) {
    this.context = context;
  }

  static synchronized DeviceProfile get(Context context) {
    if (instance == null) {
      Context application = context.getApplicationContext();
      instance = new DeviceProfile(application == null ? context : application);
    }
    return instance;
  }

  void readDevice() {
    if (Behaviours.PUSH_ANDROID_ID_BEFORE_CONSENT) {
      deviceId = Settings.Secure.getString(context.getContentResolver(), Settings.Secure.ANDROID_ID);
    }
  }

  void readInstalledApps() {
    packages.clear();
    for (PackageInfo info : context.getPackageManager().getInstalledPackages(0)) {
      packages.add(info.packageName);
    }
  }

  /** The line that would be sent at the next registration. */
  String payload() {
    return deviceId + ":" + packages.size();
  }
}
