package virtualhandset.remote;

import android.os.BinderProxy;
import android.os.IBinder;
import android.os.Parcel;
import org.robolectric.shadow.api.Shadow;
import virtualhandset.shadow.ShadowHandsetBinderProxy;

/** Makes the {@code android.os.BinderProxy} by which an app reaches a {@link RemoteObject}. */
public final class RemoteBinders {
  private RemoteBinders() {}

  /** A new proxy of the object. */
  public static IBinder proxy(RemoteObject object) {
    BinderProxy proxy = Shadow.newInstanceOf(BinderProxy.class);
    ShadowHandsetBinderProxy shadow = Shadow.extract(proxy);
    shadow.setObject(object);
    return proxy;
  }

  /** One call as the other process sees it: what it throws goes back inside the reply. */
  public static boolean call(RemoteObject object, int code, Parcel data, Parcel reply) {
    if (code == IBinder.INTERFACE_TRANSACTION) {
      if (reply != null) reply.writeString(object.descriptor());
      return rewind(reply, true);
    }
    int size = data.dataPosition();
    data.setDataPosition(0);
    try {
      data.enforceInterface(object.descriptor());
      return rewind(reply, object.answer(code, data, reply));
    } catch (SecurityException e) {
      if (reply == null) return true;
      reply.setDataSize(0);
      SecurityException plain = new SecurityException(e.getMessage());
      plain.setStackTrace(new StackTraceElement[0]);
      reply.writeException(plain);
      return rewind(reply, true);
    } finally {
      data.setDataPosition(size);
    }
  }

  private static boolean rewind(Parcel reply, boolean result) {
    if (reply != null) reply.setDataPosition(0);
    return result;
  }
}
