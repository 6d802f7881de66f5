package virtualhandset;

import android.app.Activity;
import android.content.ActivityNotFoundException;
import android.content.ComponentName;
import android.content.Intent;
import android.content.pm.ActivityInfo;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import virtualhandset.ActivityRecord.ResultTo;
import virtualhandset.ActivityRecord.Stage;

/**
 * The task of the app. Requests only change what the stack should be; {@link #settle} brings every activity to the
 * stage that its place demands, in Android's order: pause, create and resume, stop, destroy. All on the main thread.
 */
final class ActivityStack {
  static final String REQUEST_PERMISSIONS = "android.content.pm.action.REQUEST_PERMISSIONS";

  private static final int NO_RESULT = -1;

  private final HandsetProcess process;
  private final List<ActivityRecord> records = new CopyOnWriteArrayList<>();
  private final Queue<Runnable> requests = new ArrayDeque<>();
  private volatile boolean background;
  private volatile boolean locked;

  ActivityStack(HandsetProcess process) {
    this.process = process;
  }

  /** Asks for an activity; the caller's thread learns at once whether one exists. */
  void request(Activity caller, String who, Intent intent, int requestCode) {
    ActivityRecord callerRecord = recordOf(caller);
    if (REQUEST_PERMISSIONS.equals(intent.getAction())) {
      ResultTo resultTo = new ResultTo(callerRecord, who, requestCode);
      ComponentName component = new ComponentName(process.packageName(), PermissionDialogActivity.class.getName());
      enqueue(new ActivityRecord(PermissionDialogActivity.class, new Intent(intent).setComponent(component), null, resultTo));
      return;
    }
    ActivityInfo info = intent.resolveActivityInfo(process.application().getPackageManager(), 0);
    if (info == null || !info.packageName.equals(process.packageName())) {
      external(intent, info != null || ExternalApps.canOpen(intent), callerRecord, who, requestCode);
      return;
    }
    String className = info.targetActivity != null ? info.targetActivity : info.name;
    Class<? extends Activity> type;
    try {
      type = Class.forName(className).asSubclass(Activity.class);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new ActivityNotFoundException("Unable to load activity " + className + ": " + e);
    }
    Intent resolved = new Intent(intent).setComponent(new ComponentName(info.packageName, className));
    ResultTo resultTo =
        callerRecord == null || requestCode < 0 ? null : new ResultTo(callerRecord, who, requestCode);
    enqueue(new ActivityRecord(type, resolved, info, resultTo));
  }

  private void external(Intent intent, boolean openable, ActivityRecord caller, String who, int requestCode) {
    boolean own = intent.getComponent() != null && intent.getComponent().getPackageName().equals(process.packageName());
    if (!own) process.wire().event("external", "intent", intent.toUri(Intent.URI_INTENT_SCHEME));
    if (!openable) throw new ActivityNotFoundException("No Activity found to handle " + intent);
    if (caller == null || requestCode < 0) return;
    // The other app is not there to answer: the user comes straight back.
    enqueue(() -> caller.addResult(who, requestCode, Activity.RESULT_CANCELED, null));
  }

  /** Launches the app from the home screen, or brings it back where it already runs. */
  void launchOrBringToFront() {
    enqueue(() -> background = false);
    if (!records.isEmpty()) return;
    Intent launch = process.application().getPackageManager().getLaunchIntentForPackage(process.packageName());
    if (launch == null) throw new HandsetFault("no-launcher-activity", process.packageName() + " has no launcher activity");
    request(null, null, launch, NO_RESULT);
  }

  void toBackground() {
    enqueue(() -> background = true);
  }

  void setLocked(boolean nowLocked) {
    enqueue(() -> locked = nowLocked);
  }

  private void enqueue(ActivityRecord record) {
    enqueue(() -> place(record));
  }

  private void enqueue(Runnable request) {
    synchronized (requests) {
      requests.add(request);
    }
    process.wake();
  }

  /** Puts a new record where launch mode and flags say, or re-uses one that is there. */
  private void place(ActivityRecord record) {
    int flags = record.intent.getFlags();
    int mode = record.info == null ? ActivityInfo.LAUNCH_MULTIPLE : record.info.launchMode;
    boolean newTask = (flags & Intent.FLAG_ACTIVITY_NEW_TASK) != 0;
    if (newTask && (flags & Intent.FLAG_ACTIVITY_CLEAR_TASK) != 0) records.forEach(ActivityStack::finish);
    ActivityRecord existing = lastOf(record.className());
    boolean singleTask = mode >= ActivityInfo.LAUNCH_SINGLE_TASK;
    boolean singleTop = mode == ActivityInfo.LAUNCH_SINGLE_TOP || (flags & Intent.FLAG_ACTIVITY_SINGLE_TOP) != 0;
    if (existing != null && (flags & Intent.FLAG_ACTIVITY_REORDER_TO_FRONT) != 0) {
      records.remove(existing);
      records.add(existing);
      existing.addNewIntent(record.intent);
    } else if (existing != null && (singleTask || (flags & Intent.FLAG_ACTIVITY_CLEAR_TOP) != 0)) {
      for (int i = records.indexOf(existing) + 1; i < records.size(); i++) finish(records.get(i));
      if (singleTask || singleTop) existing.addNewIntent(record.intent);
      else {
        // CLEAR_TOP on a standard activity ends that instance too and starts a new one.
        finish(existing);
        records.add(record);
      }
    } else if (existing != null && singleTop && existing == top()) existing.addNewIntent(record.intent);
    else records.add(record);
  }

  private static void finish(ActivityRecord record) {
    if (record.activity() != null && !record.isFinishing()) record.activity().finish();
  }

  /**
   * Brings all activities to their stage.
   *
   * @return whether anything changed, so that the caller lets the looper run before it asks again
   */
  boolean settle() {
    boolean changed = runRequests();
    while (step()) changed = true;
    return changed;
  }

  private boolean runRequests() {
    boolean any = false;
    while (true) {
      Runnable request;
      synchronized (requests) {
        request = requests.poll();
      }
      if (request == null) return any;
      request.run();
      any = true;
    }
  }

  /** Does the first thing that is due; false when every activity is where it belongs. */
  private boolean step() {
    ActivityRecord top = topNotFinishing();
    boolean active = !background && !locked;
    for (ActivityRecord record : records) {
      if (record.stage == Stage.RESUMED && (record != top || !active || record.hasDeliveries())) {
        boolean userLeaving = !record.isFinishing() && (top == null || top == record || !top.isPermissionDialog());
        record.pause(userLeaving);
        return true;
      }
    }
    for (ActivityRecord record : records) {
      if (record.isFinishing() && record.sendResult()) return true;
    }
    if (top != null && active) {
      if (top.stage == Stage.NEW) {
        top.create();
        return true;
      }
      for (ActivityRecord record : visibleFromBelow(top)) {
        if (record.stage == Stage.STOPPED) {
          record.start();
          return true;
        }
      }
      if (top.stage == Stage.PAUSED) {
        top.resume();
        return true;
      }
    }
    return stopHidden(top, active) || destroyFinished();
  }

  private boolean stopHidden(ActivityRecord top, boolean active) {
    List<ActivityRecord> visible = active && top != null ? visibleFromBelow(top) : List.of();
    for (int i = records.size() - 1; i >= 0; i--) {
      ActivityRecord record = records.get(i);
      if (record.stage == Stage.PAUSED && !visible.contains(record)) {
        record.stop();
        return true;
      }
    }
    return false;
  }

  private boolean destroyFinished() {
    for (ActivityRecord record : records) {
      if (!record.isFinishing()) continue;
      record.destroy();
      records.remove(record);
      return true;
    }
    return false;
  }

  /** The activities on screen when {@code top} is on top, lowest first. */
  private List<ActivityRecord> visibleFromBelow(ActivityRecord top) {
    List<ActivityRecord> visible = new ArrayList<>();
    for (int i = records.indexOf(top); i >= 0; i--) {
      ActivityRecord record = records.get(i);
      if (record.isFinishing() || record.stage == Stage.NEW) continue;
      visible.add(0, record);
      if (!record.isTranslucent()) break;
    }
    return visible;
  }

  /** Whether every request has been carried out. */
  boolean isSettled() {
    synchronized (requests) {
      return requests.isEmpty();
    }
  }

  private ActivityRecord top() {
    return records.isEmpty() ? null : records.get(records.size() - 1);
  }

  private ActivityRecord topNotFinishing() {
    for (int i = records.size() - 1; i >= 0; i--) if (!records.get(i).isFinishing()) return records.get(i);
    return null;
  }

  /** The activity that is resumed, or null. */
  ActivityRecord resumed() {
    for (ActivityRecord record : records) if (record.stage == Stage.RESUMED) return record;
    return null;
  }

  List<ActivityRecord> records() {
    return List.copyOf(records);
  }

  boolean isLocked() {
    return locked;
  }

  /** Whether one of the app's activities is on screen. */
  boolean isForeground() {
    return !background && !locked && topNotFinishing() != null;
  }

  private ActivityRecord lastOf(String className) {
    for (int i = records.size() - 1; i >= 0; i--) {
      ActivityRecord record = records.get(i);
      if (record.className().equals(className) && !record.isFinishing()) return record;
    }
    return null;
  }

  private ActivityRecord recordOf(Activity activity) {
    if (activity == null) return null;
    Activity outer = activity;
    while (outer.getParent() != null) outer = outer.getParent();
    for (ActivityRecord record : records) if (record.activity() == outer) return record;
    return null;
  }
}
