package virtualhandset.shadow;

import android.os.IBinder;
import android.os.Parcel;
import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;
import virtualhandset.remote.RemoteBinders;
import virtualhandset.remote.RemoteObject;

/** The way from an app into another process: below {@code BinderProxy.transact}, where a phone enters the kernel. */
@Implements(className = "android.os.BinderProxy", isInAndroidSdk = false)
public class ShadowHandsetBinderProxy {
  private volatile RemoteObject object;

  /** What the proxy stands for. */
  public void setObject(RemoteObject of) {
    object = of;
  }

  @Implementation
  protected boolean transactNative(int code, Parcel data, Parcel reply, int flags) {
    return object != null && RemoteBinders.call(object, code, data, (flags & IBinder.FLAG_ONEWAY) == 0 ? reply : null);
  }

  @Implementation
  protected String getInterfaceDescriptor() {
    return object == null ? null : object.descriptor();
  }

  @Implementation
  protected boolean pingBinder() {
    return object != null;
  }

  @Implementation
  protected boolean isBinderAlive() {
    return object != null;
  }

  @Implementation
  protected void linkToDeath(IBinder.DeathRecipient recipient, int flags) {
    // The other process never dies.
  }

  @Implementation
  protected boolean unlinkToDeath(IBinder.DeathRecipient recipient, int flags) {
    return true;
  }
}
