package com.linxian.grocer;

import android.app.Application;
import com.quickpass.login.QuickPass;

/** Warms up the login library with the process, before anybody saw the agreement. */
public final class GrocerApp extends Application {
  @Override
  public void onCreate() {
    super.onCreate();
    QuickPass.get(this).warmUp();
  }
}
