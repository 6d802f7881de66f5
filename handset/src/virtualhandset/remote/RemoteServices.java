package virtualhandset.remote;

import android.content.ComponentName;
import android.os.IBinder;
import android.os.Parcel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import virtualhandset.HandsetConfig;

/** What other processes of the phone offer: services of other apps, and system services called past their managers. */
public final class RemoteServices {
  /** System services that only answer identifiers, and refuse an app of today. */
  private record Refusing(String descriptor, String method) implements RemoteObject {
    String words() {
      return method + ": The user " + HandsetConfig.APP_UID + " does not meet the requirements to access device identifiers.";
    }

    @Override
    public boolean answer(int code, Parcel data, Parcel reply) {
      throw new SecurityException(words());
    }
  }

  private static final Map<String, Refusing> SYSTEM =
      Map.of(
          "iphonesubinfo", new Refusing("com.android.internal.telephony.IPhoneSubInfo", "getDeviceId"),
          "device_identifiers", new Refusing("android.os.IDeviceIdentifiersPolicyService", "getSerial"));

  private static final String[] WAY_TO_CALLER = {
    "virtualhandset.", "android.os.ServiceManager", "org.robolectric.", "java.lang.reflect.", "jdk.internal.", "java.lang.invoke.", "sun.",
  };
  private static final String[] FRAMEWORK = {"android.", "com.android.", "java.", "javax."};
  private static final Map<ComponentName, RemoteObject> OF_APPS = new ConcurrentHashMap<>();
  private static final StackWalker STACK = StackWalker.getInstance();

  private RemoteServices() {}

  /** Another app's service can be bound from now on. */
  public static void offer(ComponentName component, RemoteObject object) {
    OF_APPS.put(component, object);
  }

  /** What binding to another app's service gives, or null where it gives nothing. */
  public static IBinder bind(ComponentName component) {
    RemoteObject object = OF_APPS.get(component);
    return object == null ? null : RemoteBinders.proxy(object);
  }

  /** What {@code ServiceManager.getService} gives an app that calls it itself; null leaves it to the framework. */
  public static IBinder systemService(String name) {
    Refusing object = SYSTEM.get(name);
    return object == null || !isCalledByApp() ? null : RemoteBinders.proxy(object);
  }

  /** The interface of such a service, or null. */
  public static String descriptor(String name) {
    return SYSTEM.containsKey(name) ? SYSTEM.get(name).descriptor() : null;
  }

  /** What such a service tells an app that asks, or null where there is no such service. */
  public static String refusal(String name) {
    return SYSTEM.containsKey(name) ? SYSTEM.get(name).words() : null;
  }

  private static boolean isCalledByApp() {
    return STACK.walk(
        frames ->
            frames
                .map(StackWalker.StackFrame::getClassName)
                .filter(name -> !startsWithAny(name, WAY_TO_CALLER))
                .findFirst()
                .map(name -> !startsWithAny(name, FRAMEWORK))
                .orElse(false));
  }

  private static boolean startsWithAny(String name, String[] prefixes) {
    for (String prefix : prefixes) if (name.startsWith(prefix)) return true;
    return false;
  }
}
