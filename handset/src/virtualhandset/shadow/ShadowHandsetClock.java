package virtualhandset.shadow;

import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;
import org.robolectric.shadows.ShadowPausedSystemClock;

/** Sleeping blocks the thread, as on a phone, instead of moving everybody's clock ahead. */
@Implements(className = "android.os.SystemClock", isInAndroidSdk = false)
public class ShadowHandsetClock extends ShadowPausedSystemClock {
  @Implementation
  protected static void sleep(long millis) {
    long deadline = System.nanoTime() + millis * 1_000_000;
    boolean interrupted = false;
    for (long left = millis; left > 0; left = (deadline - System.nanoTime() + 999_999) / 1_000_000) {
      try {
        Thread.sleep(left);
      } catch (InterruptedException e) {
        interrupted = true; // Android's sleep is not interruptible either: it keeps the mark for later.
      }
    }
    if (interrupted) Thread.currentThread().interrupt();
  }
}
