package com.quickpass.login;

import android.content.Context;
import android.provider.Settings;

/** One-tap login by a third party: starts when it is told that the person agreed. */
public final class QuickPass {
  private static QuickPass instance;

  private final Context context;
  private String device = "";

  private QuickPass(Context context) {
    this.context = context;
  }

  public static synchronized QuickPass get(Context context) {
    if (instance == null) {
      instance = new QuickPass(context.getApplicationContext());
    }
    return instance;
  }

  /** The page is up; that decides nothing. */
  public void onLoginPage() {}

  /** The box was ticked. */
  public void onAgreed() {
    device = Settings.Secure.getString(context.getContentResolver(), Settings.Secure.ANDROID_ID);
  }

  /** The line that would be sent with a login. */
  String payload() {
    return device;
  }
}
