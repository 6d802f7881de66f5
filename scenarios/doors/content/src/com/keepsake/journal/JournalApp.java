package com.keepsake.journal;

import android.app.Application;
import android.os.Handler;
import android.os.Looper;
import com.pushlite.sdk.PushLite;
import io.adnest.sdk.AdNest;
import org.smallparts.OnScreen;

/** Starts its two SDKs with the process, before anybody was asked. */
public final class JournalApp extends Application {
  private static final long BACKGROUND_DELAY_MS = 3000;

  private final Handler handler = new Handler(Looper.getMainLooper());
  private final Runnable inBackground = this::readInBackground;
  private boolean agreed;

  @Override
  public void onCreate() {
    super.onCreate();
    OnScreen.watch(this, this::came, this::left);
    new People(this).harmless();
    new People(this).beforeConsent();
    PushLite.start(this);
    AdNest.start(this);
  }

  void agreed() {
    agreed = true;
    new People(this).harmless();
  }

  private void came() {
    handler.removeCallbacks(inBackground);
  }

  private void left() {
    if (agreed) handler.postDelayed(inBackground, BACKGROUND_DELAY_MS);
  }

  private void readInBackground() {
    AdNest.whileAway(this);
    new People(this).whileAway();
    new People(this).harmless();
  }
}
