package io.cashgraph.insight;

import android.content.Context;
import android.provider.Settings;

/** Spending insights by a third party; forgets the device when told to stop. */
public final class CashGraph {
  private static CashGraph instance;

  private final Context context;
  private String device = "";

  private CashGraph(Context context) {
    this.context = context.getApplicationContext();
  }

  public static synchronized CashGraph get(Context context) {
    if (instance == null) {
      instance = new CashGraph(context);
    }
    return instance;
  }

  /** The person has agreed. */
  public void start() {
    device = Settings.Secure.getString(context.getContentResolver(), Settings.Secure.ANDROID_ID);
  }

  public void stop() {
    device = "";
  }

  /** The line that would be sent with the next report. */
  String payload() {
    return device;
  }
}
