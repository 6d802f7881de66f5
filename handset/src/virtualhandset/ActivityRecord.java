package virtualhandset;

import android.app.Activity;
import android.content.ComponentName;
import android.content.Intent;
import android.content.pm.ActivityInfo;
import android.content.res.TypedArray;
import android.os.Bundle;
import java.util.ArrayDeque;
import java.util.Deque;
import org.robolectric.Robolectric;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowActivity;

/** One activity in the stack and where it is in its life. */
final class ActivityRecord {
  enum Stage {
    NEW,
    STOPPED,
    PAUSED,
    RESUMED,
    DESTROYED
  }

  /** Who waits for the result of an activity. */
  record ResultTo(ActivityRecord caller, String who, int requestCode) {}

  private record Result(String who, int requestCode, int resultCode, Intent data) {}

  final Intent intent;
  final ActivityInfo info;
  final ResultTo resultTo;
  volatile Stage stage = Stage.NEW;

  private final Class<? extends Activity> type;
  private final Deque<Result> results = new ArrayDeque<>();
  private final Deque<Intent> newIntents = new ArrayDeque<>();
  private ActivityController<? extends Activity> controller;
  private boolean started;
  private boolean translucent;
  private boolean resultSent;

  ActivityRecord(Class<? extends Activity> type, Intent intent, ActivityInfo info, ResultTo resultTo) {
    this.type = type;
    this.intent = intent;
    this.info = info;
    this.resultTo = resultTo;
  }

  String className() {
    return type.getName();
  }

  ComponentName component() {
    return intent.getComponent();
  }

  /** The activity, or null before it was created. */
  Activity activity() {
    return controller == null ? null : controller.get();
  }

  boolean isFinishing() {
    return controller != null && activity().isFinishing();
  }

  /** Whether what lies below stays visible. */
  boolean isTranslucent() {
    return translucent;
  }

  boolean isPermissionDialog() {
    return type == PermissionDialogActivity.class;
  }

  void addNewIntent(Intent next) {
    newIntents.add(next);
  }

  boolean hasDeliveries() {
    return !newIntents.isEmpty() || !results.isEmpty();
  }

  /** Queues this finished activity's result at its caller, once; false when there is nothing to send. */
  boolean sendResult() {
    if (resultSent || resultTo == null || resultTo.caller().stage == Stage.DESTROYED) return false;
    resultSent = true;
    ShadowActivity shadow = Shadow.extract(activity());
    resultTo
        .caller()
        .addResult(resultTo.who(), resultTo.requestCode(), shadow.getResultCode(), shadow.getResultIntent());
    return true;
  }

  void addResult(String who, int requestCode, int resultCode, Intent data) {
    results.add(new Result(who, requestCode, resultCode, data));
  }

  void create() {
    controller = Robolectric.buildActivity(type, intent);
    stage = Stage.STOPPED;
    controller.create();
    translucent = activity().getWindow().isFloating() || hasTranslucentTheme();
  }

  /** Makes the activity visible but not active. */
  void start() {
    if (started) controller.restart(); // Calls onStart too.
    else controller.start().postCreate(null);
    started = true;
    stage = Stage.PAUSED;
  }

  void resume() {
    while (!newIntents.isEmpty()) controller.newIntent(newIntents.poll());
    for (Result result = results.poll(); result != null; result = results.poll()) {
      ShadowActivity shadow = Shadow.extract(activity());
      shadow.internalCallDispatchActivityResult(
          result.who(), result.requestCode(), result.resultCode(), result.data());
    }
    if (activity().isFinishing()) return;
    controller.resume();
    if (activity().getWindow().getDecorView().getParent() == null) controller.visible();
    controller.topActivityResumed(true);
    stage = Stage.RESUMED;
  }

  void pause(boolean userLeaving) {
    if (userLeaving) controller.userLeaving();
    controller.topActivityResumed(false).pause();
    stage = Stage.PAUSED;
  }

  void stop() {
    if (!activity().isFinishing()) controller.saveInstanceState(new Bundle());
    controller.stop();
    stage = Stage.STOPPED;
  }

  void destroy() {
    controller.destroy();
    stage = Stage.DESTROYED;
  }

  private boolean hasTranslucentTheme() {
    TypedArray style = activity().getTheme().obtainStyledAttributes(new int[] {android.R.attr.windowIsTranslucent});
    try {
      return style.getBoolean(0, false);
    } finally {
      style.recycle();
    }
  }
}
