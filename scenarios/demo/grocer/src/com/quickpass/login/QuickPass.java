package com.quickpass.login;

import android.content.Context;
import android.os.Handler;
import android.os.Looper;
import android.provider.Settings;
import android.telephony.TelephonyManager;
import labels.Behaviours;

/** One-tap login by a third party: wants to know the phone before the person has typed a thing. */
public final class QuickPass {
  private static final long PREPARE_MS = 1500;
  private static QuickPass instance;

  private final Context context;
  private final Handler handler = new Handler(Looper.getMainLooper());
  private String operator = "";
  private String device = "";
  private int wallets;

  private QuickPass(Context context) {
    this.context = context;
  }

  public static synchronized QuickPass get(Context context) {
    if (instance == null) {
      instance = new QuickPass(context.getApplicationContext() == null ? context : context.getApplicationContext());
    }
    return instance;
  }

  /** With the process: whose network would vouch for the number? */
  public void warmUp() {
    if (Behaviours.QUICKPASS_OPERATOR_BEFORE_TICK) {
      operator = context.getSystemService(TelephonyManager.class).getSimOperatorName();
    }
  }

  /** The page is up and nobody has touched it. */
  public void onLoginPage() {
    handler.postDelayed(this::countWallets, PREPARE_MS);
  }

  /** The box was ticked. */
  public void onAgreed() {
    device = Settings.Secure.getString(context.getContentResolver(), Settings.Secure.ANDROID_ID);
  }

  private void countWallets() {
    if (Behaviours.QUICKPASS_APP_LIST_BEFORE_TICK) {
      wallets = context.getPackageManager().getInstalledPackages(0).size();
    }
  }

  /** The line that would be sent with a login. */
  String payload() {
    return operator + ":" + device + ":" + wallets;
  }
}
