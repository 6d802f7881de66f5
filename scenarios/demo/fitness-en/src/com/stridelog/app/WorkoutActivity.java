package com.stridelog.app;

import android.Manifest;
import android.app.Activity;
import android.content.pm.PackageManager;
import android.hardware.Sensor;
import android.hardware.SensorEvent;
import android.hardware.SensorEventListener;
import android.hardware.SensorManager;
import android.location.Location;
import android.location.LocationListener;
import android.location.LocationManager;
import android.os.Bundle;
import android.widget.Button;
import android.widget.TextView;

/** A running workout: position and motion as long as it is on the screen, and not longer. */
public final class WorkoutActivity extends Activity implements LocationListener, SensorEventListener {
  private static final int REQUEST_LOCATION = 3;
  private static final long INTERVAL_MS = 2000;

  private TextView status;
  private boolean measuring;
  private int points;
  private int movements;

  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.text);
    ((TextView) findViewById(R.id.text_title)).setText(R.string.workout_title);
    status = findViewById(R.id.text_body);
    status.setText(R.string.waiting);
    Button close = findViewById(R.id.text_close);
    close.setText(R.string.finish_workout);
    close.setOnClickListener(view -> finish());
    if (mayLocate()) {
      measure();
    } else {
      requestPermissions(new String[] {Manifest.permission.ACCESS_FINE_LOCATION}, REQUEST_LOCATION);
    }
  }

  @Override
  public void onRequestPermissionsResult(int request, String[] permissions, int[] results) {
    measure();
  }

  @Override
  protected void onStop() {
    super.onStop();
    if (measuring) {
      measuring = false;
      getSystemService(LocationManager.class).removeUpdates(this);
      getSystemService(SensorManager.class).unregisterListener(this);
    }
  }

  private boolean mayLocate() {
    return checkSelfPermission(Manifest.permission.ACCESS_FINE_LOCATION) == PackageManager.PERMISSION_GRANTED;
  }

  private void measure() {
    if (measuring) {
      return;
    }
    measuring = true;
    if (mayLocate()) {
      getSystemService(LocationManager.class)
          .requestLocationUpdates(LocationManager.GPS_PROVIDER, INTERVAL_MS, 0, this);
    }
    status.setText(mayLocate() ? R.string.running : R.string.no_position);
    SensorManager sensors = getSystemService(SensorManager.class);
    Sensor motion = sensors.getDefaultSensor(Sensor.TYPE_ACCELEROMETER);
    if (motion != null) {
      sensors.registerListener(this, motion, SensorManager.SENSOR_DELAY_NORMAL);
    }
  }

  @Override
  public void onLocationChanged(Location location) {
    points++;
  }

  @Override
  public void onProviderEnabled(String provider) {}

  @Override
  public void onProviderDisabled(String provider) {}

  @Override
  public void onStatusChanged(String provider, int status, Bundle extras) {}

  @Override
  public void onSensorChanged(SensorEvent event) {
    movements++;
  }

  @Override
  public void onAccuracyChanged(Sensor sensor, int accuracy) {}
}
