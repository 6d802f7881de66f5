package virtualhandset.shadow;

import android.os.IBinder;
import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;
import org.robolectric.shadows.ShadowServiceManager;
import virtualhandset.remote.RemoteServices;

/** System services that an app fetches itself, past their managers, are in another process. */
@Implements(className = "android.os.ServiceManager", isInAndroidSdk = false)
public class ShadowHandsetServiceManager extends ShadowServiceManager {
  @Implementation
  protected static IBinder getService(String name) {
    IBinder remote = RemoteServices.systemService(name);
    return remote == null ? ShadowServiceManager.getService(name) : remote;
  }

  @Implementation
  protected static IBinder checkService(String name) {
    IBinder remote = RemoteServices.systemService(name);
    return remote == null ? ShadowServiceManager.checkService(name) : remote;
  }
}
