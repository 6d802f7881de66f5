package androidx.test.internal.runner.lifecycle;

import android.app.Activity;
import androidx.test.runner.lifecycle.ActivityLifecycleCallback;
import androidx.test.runner.lifecycle.ActivityLifecycleMonitor;
import androidx.test.runner.lifecycle.Stage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers the stage that the instrumentation reported for each activity, without keeping the activity alive. */
public final class ActivityLifecycleMonitorImpl implements ActivityLifecycleMonitor {
  private final Map<Activity, Stage> stages = new WeakHashMap<>();
  private final List<ActivityLifecycleCallback> callbacks = new CopyOnWriteArrayList<>();

  @Override
  public void addLifecycleCallback(ActivityLifecycleCallback callback) {
    callbacks.add(callback);
  }

  @Override
  public void removeLifecycleCallback(ActivityLifecycleCallback callback) {
    callbacks.remove(callback);
  }

  @Override
  public Stage getLifecycleStageOf(Activity activity) {
    synchronized (stages) {
      Stage stage = stages.get(activity);
      if (stage == null) throw new IllegalArgumentException("unknown activity " + activity);
      return stage;
    }
  }

  @Override
  public Collection<Activity> getActivitiesInStage(Stage stage) {
    List<Activity> found = new ArrayList<>();
    synchronized (stages) {
      stages.forEach(
          (activity, current) -> {
            if (current == stage) found.add(activity);
          });
    }
    return found;
  }

  /** Called by the instrumentation around each lifecycle callback. */
  public void signalLifecycleChange(Stage stage, Activity activity) {
    synchronized (stages) {
      stages.put(activity, stage);
    }
    for (ActivityLifecycleCallback callback : callbacks) callback.onActivityLifecycleChanged(activity, stage);
  }
}
