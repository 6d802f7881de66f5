package virtualhandset.policy;

import android.accessibilityservice.AccessibilityServiceInfo;
import android.app.ActivityManager.RecentTaskInfo;
import android.app.ActivityManager.RunningAppProcessInfo;
import android.app.ActivityManager.RunningServiceInfo;
import android.app.ActivityManager.RunningTaskInfo;
import android.appwidget.AppWidgetProviderInfo;
import android.content.ComponentName;
import android.content.Intent;
import android.content.pm.ApplicationInfo;
import android.content.pm.InstallSourceInfo;
import android.content.pm.LauncherActivityInfo;
import android.content.pm.PackageInfo;
import android.content.pm.ComponentInfo;
import android.content.pm.PackageManager;
import android.content.pm.ResolveInfo;
import android.location.Location;
import android.net.NetworkCapabilities;
import android.net.wifi.WifiInfo;
import android.view.inputmethod.InputMethodInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import virtualhandset.HiddenFrames;

/** Answers that Android gives in part: coarser, redacted, or only what the app may see. */
final class Transforms {
  /** Android's grid for approximate location: about two kilometres, in degrees of latitude. */
  private static final double COARSE_GRID_DEGREES = 0.02;

  private static final float COARSE_ACCURACY_M = 2000f;

  private Transforms() {}

  static Object apply(String transform, Object result, Object[] arguments, PhoneState phone) throws Exception {
    return switch (transform) {
      case "coarse-location" -> result instanceof Location fix ? coarsen(fix) : result;
      case "redact-wifi-location" -> redactWifi(result, NetworkCapabilities.REDACT_FOR_ACCESS_FINE_LOCATION);
      case "redact-wifi-mac" -> redactWifi(result, NetworkCapabilities.REDACT_FOR_LOCAL_MAC_ADDRESS);
      case "visible-packages" -> visible(result, arguments, phone);
      case "own-only" -> own(result, phone);
      default -> throw new IllegalArgumentException("policy names an unknown transform: " + transform);
    };
  }

  static Location coarsen(Location fix) {
    Location coarse = new Location(fix);
    coarse.setLatitude(grid(fix.getLatitude()));
    coarse.setLongitude(grid(fix.getLongitude()));
    coarse.setAccuracy(Math.max(COARSE_ACCURACY_M, fix.getAccuracy()));
    coarse.removeAltitude();
    coarse.removeBearing();
    coarse.removeSpeed();
    return coarse;
  }

  private static double grid(double degrees) {
    return (Math.floor(degrees / COARSE_GRID_DEGREES) + 0.5) * COARSE_GRID_DEGREES;
  }

  private static Object redactWifi(Object result, long redaction) {
    if (result instanceof WifiInfo info) return info.makeCopy(redaction);
    if (result instanceof NetworkCapabilities capabilities) return new NetworkCapabilities(capabilities, redaction);
    return result;
  }

  /** Keeps what package visibility shows; a single invisible package is "not found", as on a phone. */
  private static Object visible(Object result, Object[] arguments, PhoneState phone) throws Exception {
    if (result instanceof List<?> list) return filter(list, item -> phone.sees(packageOf(item)));
    if (result instanceof String[] names) {
      String[] kept = Arrays.stream(names).filter(phone::sees).toArray(String[]::new);
      return kept.length == 0 ? null : kept;
    }
    if (result == null) return null;
    boolean named = result instanceof Integer || result instanceof InstallSourceInfo;
    String about = named ? String.valueOf(arguments[1]) : packageOf(result);
    if (phone.sees(about)) return result;
    if (result instanceof ResolveInfo || result instanceof Intent) return null;
    throw HiddenFrames.hide(new PackageManager.NameNotFoundException(about));
  }

  private static Object own(Object result, PhoneState phone) {
    if (result instanceof List<?> list) return filter(list, item -> phone.packageName().equals(packageOf(item)));
    return result;
  }

  private static List<Object> filter(List<?> list, Predicate<Object> keep) {
    List<Object> kept = new ArrayList<>();
    for (Object item : list) if (keep.test(item)) kept.add(item);
    return kept;
  }

  private static String packageOf(Object item) {
    if (item instanceof PackageInfo info) return info.packageName;
    if (item instanceof ApplicationInfo info) return info.packageName;
    if (item instanceof ComponentInfo info) return info.packageName;
    if (item instanceof ResolveInfo info) {
      ComponentInfo component =
          info.activityInfo != null ? info.activityInfo : info.serviceInfo != null ? info.serviceInfo : info.providerInfo;
      return component == null ? null : component.packageName;
    }
    if (item instanceof LauncherActivityInfo info) return info.getComponentName().getPackageName();
    if (item instanceof AppWidgetProviderInfo info) return info.provider.getPackageName();
    if (item instanceof InputMethodInfo info) return info.getPackageName();
    if (item instanceof AccessibilityServiceInfo info) return info.getResolveInfo().serviceInfo.packageName;
    if (item instanceof RunningAppProcessInfo info) return info.pkgList == null || info.pkgList.length == 0 ? info.processName : info.pkgList[0];
    if (item instanceof RunningServiceInfo info) return info.service.getPackageName();
    if (item instanceof RunningTaskInfo info) return info.baseActivity == null ? null : info.baseActivity.getPackageName();
    if (item instanceof RecentTaskInfo info) return info.baseActivity == null ? null : info.baseActivity.getPackageName();
    if (item instanceof Intent intent) return intent.getComponent() == null ? intent.getPackage() : intent.getComponent().getPackageName();
    if (item instanceof ComponentName name) return name.getPackageName();
    return String.valueOf(item);
  }
}
