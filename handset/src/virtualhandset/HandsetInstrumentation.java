package virtualhandset;

import android.app.Activity;
import android.app.Application;
import android.content.Context;
import android.content.Intent;
import android.os.Bundle;
import android.os.IBinder;
import android.os.UserHandle;
import org.robolectric.android.internal.RoboMonitoringInstrumentation;

/** Where the framework asks the system for activities and where the Application starts. */
public final class HandsetInstrumentation extends RoboMonitoringInstrumentation {
  @Override
  public void callApplicationOnCreate(Application application) {
    HandsetProcess.instance().beforeApplicationOnCreate(application);
    super.callApplicationOnCreate(application);
  }

  @Override
  public ActivityResult execStartActivity(
      Context who, IBinder thread, IBinder token, Activity target, Intent intent, int requestCode, Bundle options) {
    return start(target, null, intent, requestCode);
  }

  @Override
  public ActivityResult execStartActivity(
      Context who, IBinder thread, IBinder token, String target, Intent intent, int requestCode, Bundle options) {
    return start(who instanceof Activity activity ? activity : null, target, intent, requestCode);
  }

  @Override
  public ActivityResult execStartActivity(
      Context who,
      IBinder thread,
      IBinder token,
      String target,
      Intent intent,
      int requestCode,
      Bundle options,
      UserHandle user) {
    return start(who instanceof Activity activity ? activity : null, target, intent, requestCode);
  }

  @Override
  public void execStartActivities(
      Context who, IBinder thread, IBinder token, Activity target, Intent[] intents, Bundle options) {
    for (Intent intent : intents) start(target, null, intent, -1);
  }

  private static ActivityResult start(Activity caller, String target, Intent intent, int requestCode) {
    HandsetProcess.instance().activities().request(caller, target, intent, requestCode);
    return null;
  }
}
