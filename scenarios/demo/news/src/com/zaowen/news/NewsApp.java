package com.zaowen.news;

import android.app.Application;
import com.pushlite.sdk.PushLite;
import org.smallparts.OnScreen;

/** Starts the push SDK with the process, before anybody was asked. */
public final class NewsApp extends Application {
  private OnScreen screens;
  private Poller poller;

  @Override
  public void onCreate() {
    super.onCreate();
    screens = OnScreen.watch(this);
    poller = new Poller(this);
    PushLite.init(this);
  }

  Poller poller() {
    return poller;
  }

  boolean inBackground() {
    return screens.isOff();
  }
}
