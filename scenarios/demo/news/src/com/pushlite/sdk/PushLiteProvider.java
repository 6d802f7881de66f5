package com.pushlite.sdk;

import org.smallparts.NoRows;

/** Starts the SDK before the app's own code. */
public final class PushLiteProvider extends NoRows {
  @Override
  public boolean onCreate() {
    DeviceProfile.get(getContext()).readDevice();
    return true;
  }
}
