package virtualhandset.seed;

import android.app.ActivityManager;
import android.app.ActivityManager.RecentTaskInfo;
import android.app.ActivityManager.RunningAppProcessInfo;
import android.app.ActivityManager.RunningServiceInfo;
import android.app.ActivityManager.RunningTaskInfo;
import android.app.Application;
import android.app.usage.UsageEvents.Event;
import android.app.usage.UsageStatsManager;
import android.content.ComponentName;
import android.content.Intent;
import java.util.ArrayList;
import java.util.List;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowActivityManager;
import org.robolectric.shadows.ShadowUsageStatsManager;
import org.robolectric.shadows.ShadowUsageStatsManager.UsageStatsBuilder;

/** The other apps have been used and still run: processes, tasks, services and usage history. */
final class RunningAppsSeed {
  private static final int FIRST_PID = 2100;
  private static final long MINUTE_MS = 60_000L;
  private static final long DAY_MS = 24 * 60 * MINUTE_MS;

  private RunningAppsSeed() {}

  static void apply(Application app, List<String> packages) {
    ActivityManager manager = app.getSystemService(ActivityManager.class);
    ShadowActivityManager activities = Shadow.extract(manager);
    ShadowUsageStatsManager usage = Shadow.extract(app.getSystemService(UsageStatsManager.class));
    List<RunningAppProcessInfo> processes = new ArrayList<>(manager.getRunningAppProcesses());
    List<RunningTaskInfo> tasks = new ArrayList<>();
    List<RecentTaskInfo> recent = new ArrayList<>();
    List<RunningServiceInfo> services = new ArrayList<>();
    long now = System.currentTimeMillis();
    for (String name : packages) {
      int pid = FIRST_PID + processes.size();
      processes.add(new RunningAppProcessInfo(name, pid, new String[] {name}));
      ComponentName main = new ComponentName(name, name + ".MainActivity");
      RunningTaskInfo task = new RunningTaskInfo();
      task.baseActivity = main;
      task.topActivity = main;
      tasks.add(task);
      RecentTaskInfo former = new RecentTaskInfo();
      former.baseActivity = main;
      former.baseIntent = new Intent(Intent.ACTION_MAIN).setComponent(main);
      recent.add(former);
      RunningServiceInfo service = new RunningServiceInfo();
      service.service = new ComponentName(name, name + ".PushService");
      service.process = name;
      service.pid = pid;
      services.add(service);
      usage.addUsageStats(
          UsageStatsManager.INTERVAL_DAILY,
          UsageStatsBuilder.newBuilder()
              .setPackageName(name)
              .setFirstTimeStamp(now - DAY_MS)
              .setLastTimeStamp(now)
              .setLastTimeUsed(now - MINUTE_MS)
              .setTotalTimeInForeground(MINUTE_MS)
              .build());
      usage.addEvent(name, now - MINUTE_MS * processes.size(), Event.ACTIVITY_RESUMED);
    }
    activities.setProcesses(processes);
    activities.setTasks(tasks);
    activities.setRecentTasks(recent);
    activities.setServices(services);
  }
}
