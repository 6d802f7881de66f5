package com.shuge.novel;

import android.app.Application;
import com.readmate.stats.ReadMate;
import org.smallparts.OnScreen;

/** Tells the statistics library of comings and goings. */
public final class NovelApp extends Application {
  @Override
  public void onCreate() {
    super.onCreate();
    OnScreen.watch(this, ReadMate.get(this)::onScreen, this::left);
    if (new ReaderStore(this).wasHere()) {
      ReadMate.get(this).onReturn();
    }
  }

  private void left() {
    int mode = new ReaderStore(this).mode();
    if (mode == ReaderStore.MEMBER || mode == ReaderStore.GUEST) {
      ReadMate.get(this).offScreen();
    }
  }
}
