package com.zaowen.news;

import android.Manifest;
import android.app.Activity;
import android.content.pm.PackageManager;
import android.location.Location;
import android.location.LocationManager;
import android.os.Bundle;
import android.widget.TextView;

/** News of the place where the phone is. Reads the position once for each opening. */
public final class LocalNewsActivity extends Activity {
  private static final int REQUEST_LOCATION = 8;

  private TextView text;

  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.article);
    ((TextView) findViewById(R.id.article_title)).setText(R.string.local_news);
    text = findViewById(R.id.article_body);
    text.setText(R.string.local_pending);
    findViewById(R.id.article_back).setOnClickListener(view -> finish());
    if (mayLocate()) {
      showLocal();
    } else {
      requestPermissions(new String[] {Manifest.permission.ACCESS_FINE_LOCATION}, REQUEST_LOCATION);
    }
  }

  @Override
  public void onRequestPermissionsResult(int request, String[] permissions, int[] results) {
    if (mayLocate()) {
      showLocal();
    } else {
      text.setText(R.string.local_denied);
    }
  }

  private boolean mayLocate() {
    return checkSelfPermission(Manifest.permission.ACCESS_FINE_LOCATION) == PackageManager.PERMISSION_GRANTED;
  }

  private void showLocal() {
    LocationManager manager = getSystemService(LocationManager.class);
    Location location = manager.getLastKnownLocation(LocationManager.GPS_PROVIDER);
    text.setText(location == null ? R.string.local_unknown : R.string.local_shown);
    ((NewsApp) getApplication()).poller().watchLocation();
  }
}
