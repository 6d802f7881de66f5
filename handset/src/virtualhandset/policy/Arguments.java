package virtualhandset.policy;

import android.content.Intent;
import android.hardware.Sensor;

/** How an argument of a call is written for the rules' {@code argument} pattern. */
final class Arguments {
  private Arguments() {}

  static String text(Object argument) {
    if (argument instanceof Sensor sensor) return "sensor:" + sensor.getType();
    if (argument instanceof Intent intent) return "intent:" + intent.getAction();
    return argument.toString();
  }
}
