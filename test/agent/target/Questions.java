package com.example.target;

import android.app.ActivityManager;
import android.app.Application;
import android.app.admin.DevicePolicyManager;
import android.content.ComponentName;
import android.content.Context;
import android.content.Intent;
import android.content.IntentFilter;
import android.content.pm.LauncherApps;
import android.content.pm.PackageManager;
import android.content.pm.ResolveInfo;
import android.os.Process;
import java.util.ArrayList;
import java.util.List;
import org.robolectric.Shadows;
import org.robolectric.shadows.ShadowPackageManager;

/** An app's questions about apps: its own components answer to OWN, another app's to OTHER, both to BOTH. */
final class Questions {
  private static final String OTHER = "com.other.app";
  private static final Object[] NONE = {};

  private Questions() {}

  /** Gives both apps a component of each kind. */
  static String install(Application app) throws Exception {
    PackageManager packages = app.getPackageManager();
    ShadowPackageManager shadow = Shadows.shadowOf(packages);
    shadow.installPackage(packageInfo(OTHER));
    for (String owner : new String[] {app.getPackageName(), OTHER}) {
      IntentFilter filter = new IntentFilter("BOTH");
      filter.addAction(owner.equals(OTHER) ? "OTHER" : "OWN");
      shadow.addActivityIfNotPresent(named(owner, "A"));
      shadow.addIntentFilterForActivity(named(owner, "A"), filter);
      shadow.addServiceIfNotPresent(named(owner, "S"));
      shadow.addIntentFilterForService(named(owner, "S"), filter);
      shadow.addReceiverIfNotPresent(named(owner, "R"));
      shadow.addIntentFilterForReceiver(named(owner, "R"), filter);
      shadow.addProviderIfNotPresent(named(owner, "P"));
      shadow.addIntentFilterForProvider(named(owner, "P"), filter);
    }
    IntentFilter launcher = new IntentFilter(Intent.ACTION_MAIN);
    launcher.addCategory(Intent.CATEGORY_LAUNCHER);
    shadow.addIntentFilterForActivity(named(app.getPackageName(), "A"), launcher);
    return "installed";
  }

  private static android.content.pm.PackageInfo packageInfo(String name) {
    android.content.pm.PackageInfo info = new android.content.pm.PackageInfo();
    info.packageName = name;
    info.applicationInfo = new android.content.pm.ApplicationInfo();
    info.applicationInfo.packageName = name;
    return info;
  }

  private static ComponentName named(String owner, String name) {
    return new ComponentName(owner, owner + "." + name);
  }

  /** How many answers there are; -1 for none at all. */
  static String ask(Application app, String what, String about) throws Exception {
    PackageManager packages = app.getPackageManager();
    Intent intent = new Intent(about.equals("LAUNCHERS") ? Intent.ACTION_MAIN : about);
    if (about.equals("LAUNCHERS")) intent.addCategory(Intent.CATEGORY_LAUNCHER);
    ComponentName component = named(about.equals("OWN") ? app.getPackageName() : OTHER, "A");
    switch (what) {
      case "activities":
        return count(packages.queryIntentActivities(intent, 0));
      case "services":
        return count(packages.queryIntentServices(intent, 0));
      case "receivers":
        return count(packages.queryBroadcastReceivers(intent, 0));
      case "providers":
        return count(packages.queryIntentContentProviders(intent, 0));
      case "activity":
        return count(packages.resolveActivity(intent, 0));
      case "service":
        return count(packages.resolveService(intent, 0));
      case "packages":
        return count(packages.getInstalledPackages(0));
      case "launcher":
        LauncherApps launcher = (LauncherApps) app.getSystemService(Context.LAUNCHER_APPS_SERVICE);
        String of = about.equals("ALL") ? null : component.getPackageName();
        return count(launcher.getActivityList(of, Process.myUserHandle()));
      case "admin":
        DevicePolicyManager policy = (DevicePolicyManager) app.getSystemService(Context.DEVICE_POLICY_SERVICE);
        return String.valueOf(policy.isAdminActive(component));
      case "processes":
        ActivityManager activities = (ActivityManager) app.getSystemService(Context.ACTIVITY_SERVICE);
        return count(activities.getRunningAppProcesses());
      case "homes":
        List<ResolveInfo> homes = new ArrayList<>();
        packages.getClass().getMethod("getHomeActivities", List.class).invoke(packages, homes);
        return count(homes);
      default:
        throw new IllegalArgumentException(what);
    }
  }

  private static String count(Object answer) {
    Object[] all = answer instanceof List ? ((List<?>) answer).toArray() : answer == null ? NONE : new Object[] {answer};
    return String.valueOf(all.length);
  }
}
