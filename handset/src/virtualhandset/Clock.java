package virtualhandset;

import android.os.SystemClock;
import java.time.Duration;
import org.robolectric.shadows.ShadowChoreographer;
import org.robolectric.shadows.ShadowSystemClock;
import org.robolectric.shadows.ShadowView;

/** Makes Android's clock follow real time. */
final class Clock {
  private static final long TICK_MILLIS = 8;
  private static final Duration FRAME = Duration.ofMillis(16);

  private static volatile boolean stopped;

  private Clock() {}

  static void start() {
    ShadowView.setUseRealViewAnimations(true);
    // Unpaused, each frame would warp the clock ahead of real time.
    ShadowChoreographer.setPaused(true);
    ShadowChoreographer.setFrameDelay(FRAME);
    long uptimeAtStart = SystemClock.uptimeNanos();
    long start = System.nanoTime();
    Thread ticker = new Thread(() -> tick(uptimeAtStart, start), "clock");
    ticker.setDaemon(true);
    ticker.start();
  }

  /** Freezes Android's time; used when the app has crashed. */
  static void stop() {
    stopped = true;
  }

  private static void tick(long uptimeAtStart, long start) {
    while (!stopped) {
      long due = uptimeAtStart + System.nanoTime() - start - SystemClock.uptimeNanos();
      if (due > 0) ShadowSystemClock.advanceBy(Duration.ofNanos(due));
      try {
        Thread.sleep(TICK_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}
