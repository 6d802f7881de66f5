package virtualhandset.seed;

import android.app.Application;
import android.graphics.Rect;
import android.hardware.Camera;
import android.hardware.Sensor;
import android.hardware.SensorEvent;
import android.hardware.SensorManager;
import android.hardware.camera2.CameraCharacteristics;
import android.hardware.camera2.CameraManager;
import android.os.Handler;
import android.os.HandlerThread;
import android.os.SystemClock;
import android.util.SizeF;
import java.util.List;
import java.util.Map;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowCamera;
import org.robolectric.shadows.ShadowCameraCharacteristics;
import org.robolectric.shadows.ShadowCameraManager;
import org.robolectric.shadows.ShadowSensor;
import org.robolectric.shadows.ShadowSensorManager;
import virtualhandset.policy.Gate;

/** Cameras and motion sensors; a registered sensor listener receives readings for as long as it is registered. */
final class HardwareSeed {
  /** Five readings a second, the rate of SENSOR_DELAY_NORMAL. */
  private static final long READING_PERIOD_MS = 200;

  /** Sensor type to a reading of a phone that lies on a table. */
  private static final Map<Integer, float[]> READINGS = Map.of(
      Sensor.TYPE_ACCELEROMETER, new float[] {0.02f, 0.05f, 9.81f},
      Sensor.TYPE_GYROSCOPE, new float[] {0.001f, 0.002f, -0.001f},
      Sensor.TYPE_MAGNETIC_FIELD, new float[] {21.4f, -6.2f, -38.9f},
      Sensor.TYPE_LIGHT, new float[] {180f, 0, 0},
      Sensor.TYPE_PROXIMITY, new float[] {5f, 0, 0},
      Sensor.TYPE_GRAVITY, new float[] {0f, 0f, 9.81f},
      Sensor.TYPE_STEP_COUNTER, new float[] {4211f, 0, 0},
      Sensor.TYPE_STEP_DETECTOR, new float[] {1f, 0, 0},
      Sensor.TYPE_HEART_RATE, new float[] {68f, 0, 0});

  private HardwareSeed() {}

  static void apply(Application app, SeedValues seed) {
    sensors(app);
    cameras(app);
  }

  private static void sensors(Application app) {
    ShadowSensorManager manager = Shadow.extract(app.getSystemService(SensorManager.class));
    READINGS.forEach((type, reading) -> {
      Sensor sensor = ShadowSensor.newInstance(type);
      ShadowSensor of = Shadow.extract(sensor);
      of.setName("Virtual sensor " + type);
      of.setMaximumRange(100);
      of.setMinDelay(10_000);
      manager.addSensor(sensor);
    });
    HandlerThread thread = new HandlerThread("sensors");
    thread.setDaemon(true);
    thread.start();
    Handler handler = new Handler(thread.getLooper());
    handler.post(new Runnable() {
      @Override
      public void run() {
        if (Gate.mayReceiveSensors() && !manager.getListeners().isEmpty()) {
          READINGS.forEach((type, reading) -> {
            List<Sensor> sensors = manager.getSensorList(type);
            if (!sensors.isEmpty()) manager.sendSensorEventToListeners(event(sensors.get(0), reading), sensors.get(0));
          });
        }
        handler.postDelayed(this, READING_PERIOD_MS);
      }
    });
  }

  private static SensorEvent event(Sensor sensor, float[] reading) {
    SensorEvent event = ShadowSensorManager.createSensorEvent(reading.length, sensor.getType());
    event.sensor = sensor;
    event.timestamp = SystemClock.elapsedRealtimeNanos();
    System.arraycopy(reading, 0, event.values, 0, reading.length);
    return event;
  }

  private static void cameras(Application app) {
    ShadowCameraManager manager = Shadow.extract(app.getSystemService(CameraManager.class));
    camera(manager, "0", CameraCharacteristics.LENS_FACING_BACK, Camera.CameraInfo.CAMERA_FACING_BACK);
    camera(manager, "1", CameraCharacteristics.LENS_FACING_FRONT, Camera.CameraInfo.CAMERA_FACING_FRONT);
  }

  private static void camera(ShadowCameraManager manager, String id, int facing, int legacyFacing) {
    CameraCharacteristics characteristics = ShadowCameraCharacteristics.newCameraCharacteristics();
    ShadowCameraCharacteristics of = Shadow.extract(characteristics);
    of.set(CameraCharacteristics.LENS_FACING, facing);
    of.set(CameraCharacteristics.SENSOR_ORIENTATION, 90);
    of.set(CameraCharacteristics.FLASH_INFO_AVAILABLE, id.equals("0"));
    of.set(CameraCharacteristics.SENSOR_INFO_ACTIVE_ARRAY_SIZE, new Rect(0, 0, 4000, 3000));
    of.set(CameraCharacteristics.SENSOR_INFO_PHYSICAL_SIZE, new SizeF(5.6f, 4.2f));
    manager.addCamera(id, characteristics);
    Camera.CameraInfo info = new Camera.CameraInfo();
    info.facing = legacyFacing;
    info.orientation = 90;
    ShadowCamera.addCameraInfo(Integer.parseInt(id), info);
  }
}
