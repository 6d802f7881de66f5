package androidx.test.runner.lifecycle;

/** Holds the process's monitor. */
public final class ActivityLifecycleMonitorRegistry {
  private static volatile ActivityLifecycleMonitor instance;

  private ActivityLifecycleMonitorRegistry() {}

  public static ActivityLifecycleMonitor getInstance() {
    if (instance == null) throw new IllegalStateException("no lifecycle monitor registered");
    return instance;
  }

  public static void registerInstance(ActivityLifecycleMonitor monitor) {
    instance = monitor;
  }
}
