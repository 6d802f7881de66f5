package io.adnest.sdk;

import android.content.Context;
import android.content.Intent;
import android.content.pm.LauncherApps;
import android.content.pm.PackageManager;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import labels.Behaviours;

/** An ads SDK that wants to know which apps are installed, by every way there is. */
public final class AdNest {
  private static final String[] SOUGHT = {
    "com.tencent.mm", "com.eg.android.AlipayGphone", "com.taobao.taobao", "com.sankuai.meituan", "com.ss.android.ugc.aweme",
  };

  private final Context context;
  private final PackageManager packages;
  private int found;

  private AdNest(Context context) {
    this.context = context;
    packages = context.getPackageManager();
  }

  public static void start(Context context) {
    AdNest nest = new AdNest(context);
    nest.lists();
    nest.intents();
    nest.launcher();
    nest.reflection();
    nest.shell();
    nest.oneByOne();
    nest.save();
  }

  /** Asks again in the limited mode. */
  public static void afterRefusal(Context context) {
    AdNest nest = new AdNest(context);
    if (Behaviours.NEST_REFUSED_INTENTS) nest.count(nest.packages.queryIntentActivities(launchers(), 0));
    if (Behaviours.NEST_REFUSED_SHELL) nest.read(() -> new ProcessBuilder("cmd", "package", "list", "packages").start());
    nest.save();
  }

  /** Asks again while the app is out of sight. */
  public static void whileAway(Context context) {
    AdNest nest = new AdNest(context);
    if (Behaviours.NEST_AWAY_LAUNCHER) nest.activities();
    if (Behaviours.NEST_AWAY_SHELL) nest.read(() -> Runtime.getRuntime().exec("pm list packages"));
    nest.save();
  }

  private void lists() {
    if (Behaviours.NEST_PACKAGES) count(packages.getInstalledPackages(0));
    if (Behaviours.NEST_PACKAGES_FLAGS) count(packages.getInstalledPackages(PackageManager.PackageInfoFlags.of(0)));
    if (Behaviours.NEST_APPLICATIONS) count(packages.getInstalledApplications(0));
  }

  private void intents() {
    if (Behaviours.NEST_ACTIVITIES) count(packages.queryIntentActivities(launchers(), 0));
    if (Behaviours.NEST_ACTIVITIES_FLAGS) {
      count(packages.queryIntentActivities(launchers(), PackageManager.ResolveInfoFlags.of(0)));
    }
    if (Behaviours.NEST_SERVICES) count(packages.queryIntentServices(launchers(), 0));
    if (Behaviours.NEST_RECEIVERS) count(packages.queryBroadcastReceivers(launchers(), 0));
    if (Behaviours.NEST_PROVIDERS) count(packages.queryIntentContentProviders(launchers(), 0));
  }

  private void launcher() {
    if (Behaviours.NEST_LAUNCHER) activities();
  }

  private void activities() {
    LauncherApps apps = context.getSystemService(LauncherApps.class);
    try {
      count(apps.getActivityList(null, android.os.Process.myUserHandle()));
    } catch (SecurityException refused) {
      found--;
    }
  }

  private void reflection() {
    if (Behaviours.NEST_REFLECTED) {
      try {
        Method list = packages.getClass().getMethod("getInstalledPackages", int.class);
        count((List<?>) list.invoke(packages, 0));
      } catch (ReflectiveOperationException absent) {
        found--;
      }
    }
    if (Behaviours.NEST_AS_USER) {
      try {
        Method list = packages.getClass().getMethod("getInstalledApplicationsAsUser", int.class, int.class);
        count((List<?>) list.invoke(packages, 0, 0));
      } catch (ReflectiveOperationException absent) {
        found--;
      }
    }
  }

  private void shell() {
    if (Behaviours.NEST_PM) read(() -> Runtime.getRuntime().exec("pm list packages"));
    if (Behaviours.NEST_PM_WORDS) read(() -> Runtime.getRuntime().exec(new String[] {"pm", "list", "package", "-f"}));
    if (Behaviours.NEST_CMD) read(() -> new ProcessBuilder(Arrays.asList("cmd", "package", "list", "packages")).start());
    if (Behaviours.NEST_DUMPSYS) read(() -> new ProcessBuilder("dumpsys", "package").start());
  }

  /** Known names, one at a time: many of them are a list as well. */
  private void oneByOne() {
    if (!Behaviours.NEST_ONE_BY_ONE) return;
    for (String name : SOUGHT) {
      try {
        packages.getPackageInfo(name, 0);
        found++;
      } catch (PackageManager.NameNotFoundException absent) {
        continue;
      }
    }
  }

  private static Intent launchers() {
    return new Intent(Intent.ACTION_MAIN).addCategory(Intent.CATEGORY_LAUNCHER);
  }

  private void count(List<?> list) {
    found += list == null ? 0 : list.size();
  }

  private interface Start {
    Process run() throws IOException;
  }

  private void read(Start start) {
    try {
      Process process = start.run();
      try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
        while (lines.readLine() != null) found++;
      } finally {
        process.destroy();
      }
    } catch (IOException | SecurityException refused) {
      found--;
    }
  }

  private void save() {
    context.getSharedPreferences("adnest", Context.MODE_PRIVATE).edit().putInt("found", found).apply();
  }
}
