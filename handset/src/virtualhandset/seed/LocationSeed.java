package virtualhandset.seed;

import android.app.Application;
import android.location.Location;
import android.location.LocationManager;
import android.os.Handler;
import android.os.HandlerThread;
import android.os.SystemClock;
import java.util.List;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowLocationManager;
import virtualhandset.policy.Gate;

/**
 * Where the phone is: a last known position, and fresh fixes for as long as somebody is registered. The framework's
 * own bookkeeping holds each listener to the interval it asked for.
 */
public final class LocationSeed {
  /** How often the receiver looks for registered listeners, in milliseconds; fixes arrive no finer than this. */
  private static final long FIX_PERIOD_MS = 100;

  private static final List<String> PROVIDERS =
      List.of(LocationManager.GPS_PROVIDER, LocationManager.NETWORK_PROVIDER, LocationManager.FUSED_PROVIDER);
  private static final float DEFAULT_ACCURACY_M = 5f;

  private static LocationManager service;
  private static ShadowLocationManager receiver;
  private static volatile double[] position;

  private LocationSeed() {}

  static void apply(Application app, SeedValues seed) {
    service = app.getSystemService(LocationManager.class);
    receiver = Shadow.extract(service);
    receiver.setLocationEnabled(!Boolean.FALSE.equals(seed.flag("locationOn")));
    for (String provider : PROVIDERS) receiver.setProviderEnabled(provider, true);
    if (!seed.has("location")) return;
    SeedValues at = seed.object("location");
    moveTo(at.number("latitude", 0), at.number("longitude", 0), at.number("accuracy", DEFAULT_ACCURACY_M));
    HandlerThread thread = new HandlerThread("location");
    thread.setDaemon(true);
    thread.start();
    Handler handler = new Handler(thread.getLooper());
    handler.post(new Runnable() {
      @Override
      public void run() {
        deliver();
        handler.postDelayed(this, FIX_PERIOD_MS);
      }
    });
  }

  /** Puts the phone somewhere else. Degrees and metres; also becomes the last known position. */
  public static void moveTo(double latitude, double longitude, double accuracy) {
    position = new double[] {latitude, longitude, accuracy};
    for (String provider : PROVIDERS) receiver.setLastKnownLocation(provider, fix(provider));
  }

  private static void deliver() {
    followMoves();
    if (!Gate.mayReceiveLocation()) return;
    for (String provider : PROVIDERS) {
      if (receiver.getLocationUpdateListeners(provider).isEmpty()
          && receiver.getLocationUpdatePendingIntents(provider).isEmpty()) {
        continue;
      }
      receiver.simulateLocation(provider, Gate.coarsenForApp(fix(provider)));
      // The phone itself always knows exactly where it is, whatever it told the app.
      receiver.setLastKnownLocation(provider, fix(provider));
    }
  }

  /** Somebody who holds the phone may have moved it through the location service itself. */
  private static void followMoves() {
    Location known = service.getLastKnownLocation(LocationManager.GPS_PROVIDER);
    double[] at = position;
    if (known == null || known.getLatitude() == at[0] && known.getLongitude() == at[1]) return;
    moveTo(known.getLatitude(), known.getLongitude(), known.getAccuracy());
  }

  private static Location fix(String provider) {
    double[] at = position;
    Location location = new Location(provider);
    location.setLatitude(at[0]);
    location.setLongitude(at[1]);
    location.setAccuracy((float) at[2]);
    location.setAltitude(12);
    location.setTime(System.currentTimeMillis());
    location.setElapsedRealtimeNanos(SystemClock.elapsedRealtimeNanos());
    return location;
  }
}
