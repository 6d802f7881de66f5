package virtualhandset.shadow;

import android.content.ComponentName;
import android.content.Context;
import android.content.Intent;
import android.content.ServiceConnection;
import android.os.UserHandle;
import java.util.concurrent.Executor;
import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;
import org.robolectric.annotation.RealObject;
import org.robolectric.shadows.ShadowContextImpl;
import virtualhandset.HandsetProcess;
import virtualhandset.Services;

/** Sends requests for services to the phone's {@link Services}. */
@Implements(className = ShadowContextImpl.CLASS_NAME)
public class ShadowHandsetContext extends ShadowContextImpl {
  @RealObject private Context realContext;

  @Implementation
  @Override
  protected ComponentName startService(Intent intent) {
    validateServiceIntent(intent);
    return services().start(realContext, intent);
  }

  @Implementation
  @Override
  protected ComponentName startForegroundService(Intent intent) {
    return startService(intent);
  }

  @Implementation
  @Override
  protected boolean stopService(Intent intent) {
    validateServiceIntent(intent);
    return services().stop(realContext, intent);
  }

  @Implementation
  @Override
  protected boolean bindService(Intent intent, int flags, Executor executor, ServiceConnection connection) {
    validateServiceIntent(intent);
    return services().bind(realContext, intent, executor, connection);
  }

  @Implementation
  @Override
  protected boolean bindService(Intent intent, ServiceConnection connection, int flags) {
    validateServiceIntent(intent);
    return services().bind(realContext, intent, null, connection);
  }

  @Implementation
  @Override
  protected boolean bindServiceAsUser(Intent intent, ServiceConnection connection, int flags, UserHandle user) {
    return bindService(intent, connection, flags);
  }

  @Implementation
  @Override
  protected void unbindService(ServiceConnection connection) {
    services().unbind(connection);
  }

  private static Services services() {
    return HandsetProcess.instance().services();
  }
}
