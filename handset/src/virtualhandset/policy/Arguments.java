package virtualhandset.policy;

import android.hardware.Sensor;
import android.telephony.TelephonyCallback;

/** How an argument of a call is written for the rules' {@code argument} pattern. */
final class Arguments {
  private Arguments() {}

  static String text(Object argument) {
    if (argument instanceof Sensor sensor) return "sensor:" + sensor.getType();
    if (argument instanceof TelephonyCallback callback) return "telephony-callback:" + interfaces(callback.getClass());
    return argument.toString();
  }

  private static String interfaces(Class<?> type) {
    StringBuilder names = new StringBuilder();
    for (Class<?> each : type.getInterfaces()) names.append(each.getSimpleName()).append(' ');
    return names.toString();
  }
}
