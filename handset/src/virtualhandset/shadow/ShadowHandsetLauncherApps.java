package virtualhandset.shadow;

import android.app.Application;
import android.content.Context;
import android.content.Intent;
import android.content.pm.IncrementalStatesInfo;
import android.content.pm.LauncherActivityInfo;
import android.content.pm.LauncherActivityInfoInternal;
import android.content.pm.PackageManager;
import android.content.pm.ResolveInfo;
import android.os.UserHandle;
import java.util.ArrayList;
import java.util.List;
import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;
import org.robolectric.shadows.ShadowLauncherApps;
import org.robolectric.util.ReflectionHelpers;
import org.robolectric.util.ReflectionHelpers.ClassParameter;
import virtualhandset.HandsetProcess;

/** The list that a home screen shows: every activity that can be launched. */
@Implements(className = "android.content.pm.LauncherApps")
public class ShadowHandsetLauncherApps extends ShadowLauncherApps {
  @Implementation
  @Override
  protected List<LauncherActivityInfo> getActivityList(String packageName, UserHandle user) {
    Application app = HandsetProcess.instance().application();
    Intent launchable = new Intent(Intent.ACTION_MAIN).addCategory(Intent.CATEGORY_LAUNCHER).setPackage(packageName);
    List<LauncherActivityInfo> all = new ArrayList<>();
    for (ResolveInfo each : app.getPackageManager().queryIntentActivities(launchable, PackageManager.MATCH_ALL)) {
      LauncherActivityInfoInternal info =
          new LauncherActivityInfoInternal(each.activityInfo, new IncrementalStatesInfo(false, 1f, 0), user);
      all.add(
          ReflectionHelpers.callConstructor(
              LauncherActivityInfo.class,
              ClassParameter.from(Context.class, app),
              ClassParameter.from(LauncherActivityInfoInternal.class, info)));
    }
    return all;
  }
}
