package com.pursebook.app;

import android.Manifest;
import android.app.Activity;
import android.content.pm.PackageManager;
import android.location.Location;
import android.location.LocationListener;
import android.location.LocationManager;
import android.os.Bundle;

/** Offers of shops nearby. Follows the position while it is on the screen, asks once, and does without. */
public final class OffersActivity extends Activity implements LocationListener {
  private static final int REQUEST_LOCATION = 5;
  private static final long UPDATES_MS = 2000;

  private Page page;

  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    page = new Page(this, R.string.offers);
    if (!mayLocate()) {
      requestPermissions(new String[] {Manifest.permission.ACCESS_FINE_LOCATION}, REQUEST_LOCATION);
    }
  }

  @Override
  protected void onResume() {
    super.onResume();
    page.say(R.string.offers_denied);
    if (mayLocate()) {
      getSystemService(LocationManager.class)
          .requestLocationUpdates(LocationManager.GPS_PROVIDER, UPDATES_MS, 0, this);
    }
  }

  @Override
  protected void onPause() {
    super.onPause();
    if (mayLocate()) {
      getSystemService(LocationManager.class).removeUpdates(this);
    }
  }

  @Override
  public void onLocationChanged(Location location) {
    page.say(R.string.offers_body);
  }

  private boolean mayLocate() {
    return checkSelfPermission(Manifest.permission.ACCESS_FINE_LOCATION) == PackageManager.PERMISSION_GRANTED;
  }
}
