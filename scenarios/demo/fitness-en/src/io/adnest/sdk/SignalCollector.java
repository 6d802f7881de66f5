package io.adnest.sdk;

import android.Manifest;
import android.content.Context;
import android.content.pm.PackageManager;
import android.hardware.Sensor;
import android.hardware.SensorEvent;
import android.hardware.SensorEventListener;
import android.hardware.SensorManager;
import android.location.Location;
import android.location.LocationManager;
import android.net.wifi.WifiInfo;
import android.net.wifi.WifiManager;
import android.provider.Settings;

/** Gathers what an ad auction likes to know. */
final class SignalCollector implements SensorEventListener {
  private final Context context;
  private String androidId;
  private String network;
  private int sensorCount;
  private int movements;
  private Location position;
  private boolean motion;

  SignalCollector(Context context) {
    this.context = context;
  }

  void readAndroidId() {
    androidId = Settings.Secure.getString(context.getContentResolver(), Settings.Secure.ANDROID_ID);
  }

  void readNetworkName() {
    WifiManager wifi = context.getSystemService(WifiManager.class);
    WifiInfo info = wifi == null ? null : wifi.getConnectionInfo();
    network = info == null ? null : info.getSSID();
  }

  void listSensors() {
    SensorManager sensors = context.getSystemService(SensorManager.class);
    sensorCount = sensors == null ? 0 : sensors.getSensorList(Sensor.TYPE_ALL).size();
  }

  void readPosition() {
    if (context.checkSelfPermission(Manifest.permission.ACCESS_FINE_LOCATION) == PackageManager.PERMISSION_GRANTED) {
      position =
          context.getSystemService(LocationManager.class).getLastKnownLocation(LocationManager.GPS_PROVIDER);
    }
  }

  void startMotion() {
    if (motion) {
      return;
    }
    SensorManager sensors = context.getSystemService(SensorManager.class);
    Sensor accelerometer = sensors.getDefaultSensor(Sensor.TYPE_ACCELEROMETER);
    if (accelerometer != null) {
      motion = true;
      sensors.registerListener(this, accelerometer, SensorManager.SENSOR_DELAY_NORMAL);
    }
  }

  void stopMotion() {
    if (motion) {
      motion = false;
      context.getSystemService(SensorManager.class).unregisterListener(this);
    }
  }

  @Override
  public void onSensorChanged(SensorEvent event) {
    movements++;
  }

  @Override
  public void onAccuracyChanged(Sensor sensor, int accuracy) {}

  /** The line that would be sent to the auction. */
  String payload() {
    return androidId + "|" + network + "|" + sensorCount + "|" + movements + "|" + (position != null);
  }
}
