package virtualhandset.policy;

import android.app.Activity;
import android.app.ActivityThread;
import android.app.Application;
import android.content.pm.PackageManager;
import android.location.LocationManager;
import android.os.Build;
import android.os.Bundle;
import android.os.Process;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.robolectric.shadow.api.Shadow;
import virtualhandset.Json;

/** What the rules ask about: who the app is, what it was granted, whether it is on screen. */
final class PhoneState {
  private final String packageName;
  private final int targetSdk;
  private final Set<Activity> started = ConcurrentHashMap.newKeySet();
  private volatile Activity resumed;
  private volatile Application app;
  private volatile PackageVisibility visibility;
  private Method checkPermission;

  PhoneState(Path appInfo) throws IOException {
    Map<String, Object> info = Json.parseObject(Files.readString(appInfo));
    packageName = String.valueOf(info.get("package"));
    targetSdk = info.get("targetSdk") instanceof Number target ? target.intValue() : Build.VERSION.SDK_INT;
  }

  void attach(Application application) {
    app = application;
    application.registerActivityLifecycleCallbacks(new Application.ActivityLifecycleCallbacks() {
      @Override
      public void onActivityCreated(Activity activity, Bundle state) {}

      @Override
      public void onActivityPreStarted(Activity activity) {
        started.add(activity);
      }

      @Override
      public void onActivityStarted(Activity activity) {
        started.add(activity);
      }

      @Override
      public void onActivityResumed(Activity activity) {
        resumed = activity;
      }

      @Override
      public void onActivityPaused(Activity activity) {
        if (resumed == activity) resumed = null;
      }

      @Override
      public void onActivityStopped(Activity activity) {
        started.remove(activity);
      }

      @Override
      public void onActivitySaveInstanceState(Activity activity, Bundle state) {}

      @Override
      public void onActivityDestroyed(Activity activity) {
        started.remove(activity);
      }
    });
  }

  String packageName() {
    return packageName;
  }

  int targetSdk() {
    return targetSdk;
  }

  Application app() {
    return app;
  }

  /** The other apps are installed; which of them this one sees is settled now. */
  void installed(String apk) {
    visibility = PackageVisibility.of(app, apk);
  }

  boolean sees(String other) {
    PackageVisibility known = visibility;
    return known == null ? packageName.equals(other) : known.sees(other);
  }

  boolean granted(String permission) {
    try {
      Object instrumentation = Shadow.extract(ActivityThread.currentActivityThread().getInstrumentation());
      if (checkPermission == null) {
        Class<?> type = instrumentation.getClass();
        while (!type.getSimpleName().equals("ShadowInstrumentation")) type = type.getSuperclass();
        Method method = type.getDeclaredMethod("checkPermission", String.class, int.class, int.class);
        method.setAccessible(true);
        checkPermission = method;
      }
      Object answer = checkPermission.invoke(instrumentation, permission, Process.myPid(), Process.myUid());
      return Integer.valueOf(PackageManager.PERMISSION_GRANTED).equals(answer);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("permission state of the phone", e);
    }
  }

  /** One of the app's windows has the input focus. */
  boolean focused() {
    return resumed != null;
  }

  /** One of the app's activities is on screen. */
  boolean inUse() {
    return !started.isEmpty();
  }

  boolean locationOn() {
    return app == null || app.getSystemService(LocationManager.class).isLocationEnabled();
  }
}
