package com.pursebook.app;

import android.app.Application;
import android.content.pm.PackageManager;
import android.content.res.Configuration;
import io.cashgraph.insight.CashGraph;

/** Starts what needs consent with the consent, and stops it with the withdrawal. */
public final class PurseApp extends Application {
  @Override
  public void onCreate() {
    super.onCreate();
    try {
      String version = getPackageManager().getPackageInfo(getPackageName(), 0).versionName;
      getSharedPreferences("book", MODE_PRIVATE).edit().putString("version", version).apply();
    } catch (PackageManager.NameNotFoundException e) {
      throw new IllegalStateException("an app always knows itself", e);
    }
  }

  void agreed() {
    CashGraph.get(this).start();
  }

  void withdrawn() {
    CashGraph.get(this).stop();
  }

  /** The system tells of a new language or theme; that is no datum the app asked for. */
  @Override
  public void onConfigurationChanged(Configuration configuration) {
    super.onConfigurationChanged(configuration);
    getSharedPreferences("book", MODE_PRIVATE).edit().putInt("night", configuration.uiMode).apply();
  }
}
