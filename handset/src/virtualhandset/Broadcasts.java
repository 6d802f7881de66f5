package virtualhandset;

import android.app.Application;
import android.content.BroadcastReceiver;
import android.content.Intent;

/** Broadcasts that the system or another app sends to the app. */
final class Broadcasts {
  private Broadcasts() {}

  /** Delivers to the named receiver, else to every receiver whose filter matches. Main thread only. */
  static void send(Application application, Intent intent) {
    if (intent.getComponent() == null) {
      application.sendBroadcast(intent);
      return;
    }
    String className = intent.getComponent().getClassName();
    BroadcastReceiver receiver;
    try {
      receiver = Class.forName(className).asSubclass(BroadcastReceiver.class).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new HandsetFault("no-such-receiver", className + ": " + e);
    }
    receiver.onReceive(application, intent);
  }
}
