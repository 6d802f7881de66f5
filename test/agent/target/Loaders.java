package com.example.target;

import android.app.Application;
import android.content.AsyncQueryHandler;
import android.content.ContentResolver;
import android.content.CursorLoader;
import android.net.Uri;
import android.widget.QuickContactBadge;
import java.lang.reflect.Constructor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.robolectric.shadows.ShadowLooper;

/** Reads of a provider that the platform does for the app, on a thread that holds no code of the app's. */
final class Loaders {
  private static final long DEADLINE_S = 60;

  private Loaders() {}

  static String load(Application app, String way, Uri uri) throws Exception {
    switch (way) {
      case "made":
        return started(new CursorLoader(app, uri, null, null, null, null));
      case "given":
        CursorLoader given = new CursorLoader(app);
        given.setUri(uri);
        return started(given);
      case "own":
        CursorLoader own = new CursorLoader(app);
        own.setUri(uri);
        return own.loadInBackground() == null ? "nothing" : "rows";
      case "handler":
        handler(app).startQuery(1, null, uri, null, null, null, null);
        return "asked";
      default:
        throw new IllegalArgumentException(way);
    }
  }

  /** One of the platform's own: a subclass made here would have to know what the simulation adds to the class. */
  private static AsyncQueryHandler handler(Application app) throws Exception {
    Class<?> type = Class.forName("android.widget.QuickContactBadge$QueryHandler");
    Constructor<?> made = type.getDeclaredConstructor(QuickContactBadge.class, ContentResolver.class);
    made.setAccessible(true);
    return (AsyncQueryHandler) made.newInstance(new QuickContactBadge(app), app.getContentResolver());
  }

  private static String started(CursorLoader loader) {
    AtomicBoolean loaded = new AtomicBoolean();
    loader.registerListener(1, (of, cursor) -> loaded.set(true));
    loader.startLoading();
    return until(loaded);
  }

  /** Answers come by the main looper, which is this thread's. */
  private static String until(AtomicBoolean done) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_S);
    while (!done.get() && System.nanoTime() < end) {
      ShadowLooper.idleMainLooper();
      Thread.yield();
    }
    return done.get() ? "loaded" : "late";
  }
}
