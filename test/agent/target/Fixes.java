package com.example.target;

import android.app.Application;
import android.content.Context;
import android.location.Location;
import android.location.LocationListener;
import android.location.LocationManager;
import android.os.Looper;
import org.robolectric.Shadows;

/** Listens for positions in every way that a class can, and has one come. */
final class Fixes {
  private static int heard;

  private Fixes() {}

  static class Listener implements LocationListener {
    @Override public void onLocationChanged(Location location) {
      heard++;
    }
  }

  /** Says nothing of its own about positions. */
  static final class Heir extends Listener {}

  /** Named alike, and no delivery. */
  static final class Namesake implements LocationListener {
    @Override public void onLocationChanged(Location location) {
      onLocationChanged("text");
    }

    void onLocationChanged(String text) {
      heard++;
    }
  }

  /** How often the listener heard of the one position that came. */
  static String fix(Application app, String how) {
    LocationManager manager = (LocationManager) app.getSystemService(Context.LOCATION_SERVICE);
    Location here = new Location(LocationManager.GPS_PROVIDER);
    here.setLatitude(1.5);
    here.setLongitude(-2.5);
    LocationListener listener = make(how);
    heard = 0;
    if (how.equals("itself")) {
      listener.onLocationChanged(here);
      return String.valueOf(heard);
    }
    Shadows.shadowOf(manager).setProviderEnabled(LocationManager.GPS_PROVIDER, true);
    manager.requestLocationUpdates(LocationManager.GPS_PROVIDER, 0, 0, listener, Looper.getMainLooper());
    Shadows.shadowOf(manager).simulateLocation(here);
    Shadows.shadowOf(Looper.getMainLooper()).idle();
    manager.removeUpdates(listener);
    return String.valueOf(heard);
  }

  private static LocationListener make(String how) {
    switch (how) {
      case "lambda":
        return location -> heard++;
      case "heir":
        return new Heir();
      case "namesake":
        return new Namesake();
      default:
        return new Listener();
    }
  }
}
