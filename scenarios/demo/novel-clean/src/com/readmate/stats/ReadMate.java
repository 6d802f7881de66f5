package com.readmate.stats;

import android.content.Context;
import android.provider.Settings;

/** Reading statistics by a third party; starts when the app says that there is consent, and not before. */
public final class ReadMate {
  private static ReadMate instance;

  private final Context context;
  private String device = "";

  private ReadMate(Context context) {
    this.context = context.getApplicationContext();
  }

  public static synchronized ReadMate get(Context context) {
    if (instance == null) {
      instance = new ReadMate(context);
    }
    return instance;
  }

  public void onMember() {
    device = Settings.Secure.getString(context.getContentResolver(), Settings.Secure.ANDROID_ID);
  }

  /** The line that would be sent with the next chapter. */
  String payload() {
    return device;
  }
}
