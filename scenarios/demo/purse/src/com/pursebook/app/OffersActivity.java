package com.pursebook.app;

import android.Manifest;
import android.app.Activity;
import android.content.pm.PackageManager;
import android.location.Location;
import android.location.LocationManager;
import android.os.Bundle;
import labels.Behaviours;

/** Offers of shops nearby. Does not take no for an answer. */
public final class OffersActivity extends Activity {
  private static final int REQUEST_LOCATION = 5;
  private static final int MAX_REQUESTS = Behaviours.LOCATION_ASKED_AGAIN_AT_ONCE ? 4 : 1;

  private Page page;
  private int requests;

  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    page = new Page(this, R.string.offers);
    if (mayLocate()) {
      showOffers();
    } else {
      ask();
    }
  }

  @Override
  public void onRequestPermissionsResult(int request, String[] permissions, int[] results) {
    if (mayLocate()) {
      showOffers();
    } else if (requests < MAX_REQUESTS) {
      ask();
    } else {
      page.say(R.string.offers_denied);
    }
  }

  private void ask() {
    requests++;
    requestPermissions(new String[] {Manifest.permission.ACCESS_FINE_LOCATION}, REQUEST_LOCATION);
  }

  private boolean mayLocate() {
    return checkSelfPermission(Manifest.permission.ACCESS_FINE_LOCATION) == PackageManager.PERMISSION_GRANTED;
  }

  private void showOffers() {
    LocationManager manager = getSystemService(LocationManager.class);
    Location location = manager.getLastKnownLocation(LocationManager.GPS_PROVIDER);
    page.say(location == null ? R.string.offers_denied : R.string.offers_body);
    ((PurseApp) getApplication()).pulse().watchLocation();
  }
}
