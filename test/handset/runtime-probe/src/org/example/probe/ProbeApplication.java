package org.example.probe;

import android.app.Application;
import android.content.Context;

/** Writes down the order in which the parts of the app start. */
public class ProbeApplication extends Application {
  static final StringBuilder ORDER = new StringBuilder();

  @Override
  protected void attachBaseContext(Context base) {
    super.attachBaseContext(base);
    ORDER.append("attach ");
  }

  @Override
  public void onCreate() {
    super.onCreate();
    ORDER.append("application ");
  }
}
