package com.didkit.core;

import android.content.ComponentName;
import android.content.Context;
import android.content.Intent;
import android.content.ServiceConnection;
import android.os.IBinder;
import android.os.Parcel;
import android.os.RemoteException;
import labels.Behaviours;

/** The vendors' anonymous identifier (OAID) by their bound services, without their libraries. */
final class VendorIds {
  private static final int FIRST_CODE = IBinder.FIRST_CALL_TRANSACTION;
  private static final int ALLIANCE_OAID_CODE = FIRST_CODE + 2;

  private final Context context;

  VendorIds(Context context) {
    this.context = context;
  }

  void read() {
    if (Behaviours.DID_OAID_ALLIANCE) {
      Intent alliance = new Intent("com.bun.msa.action.bindto.service");
      alliance.setClassName("com.mdid.msa", "com.mdid.msa.service.MsaIdService");
      bind(alliance, "com.bun.lib.MsaIdInterface", ALLIANCE_OAID_CODE);
    }
    if (Behaviours.DID_OAID_HUAWEI) {
      Intent huawei = new Intent("com.uodis.opendevice.OPENIDS_SERVICE").setPackage("com.huawei.hwid");
      bind(huawei, "com.uodis.opendevice.aidl.OpenDeviceIdentifierService", FIRST_CODE);
    }
    if (Behaviours.DID_OAID_SAMSUNG) {
      Intent samsung = new Intent();
      samsung.setClassName("com.samsung.android.deviceidservice", "com.samsung.android.deviceidservice.DeviceIdService");
      bind(samsung, "com.samsung.android.deviceidservice.IDeviceIdService", FIRST_CODE);
    }
  }

  private void bind(Intent intent, String descriptor, int code) {
    ServiceConnection connection =
        new ServiceConnection() {
          @Override
          public void onServiceConnected(ComponentName name, IBinder service) {
            keep(name.getPackageName(), ask(service, descriptor, code));
            context.unbindService(this);
          }

          @Override
          public void onServiceDisconnected(ComponentName name) {}
        };
    try {
      if (!context.bindService(intent, connection, Context.BIND_AUTO_CREATE)) context.unbindService(connection);
    } catch (SecurityException refused) {
      keep(descriptor, null);
    }
  }

  /** A call without the interface's own proxy; null where the service does not answer. */
  static String ask(IBinder service, String descriptor, int code) {
    Parcel data = Parcel.obtain();
    Parcel reply = Parcel.obtain();
    try {
      data.writeInterfaceToken(descriptor);
      service.transact(code, data, reply, 0);
      reply.readException();
      return reply.readString();
    } catch (RemoteException | SecurityException refused) {
      return null;
    } finally {
      data.recycle();
      reply.recycle();
    }
  }

  private void keep(String name, String value) {
    context.getSharedPreferences("didkit", Context.MODE_PRIVATE).edit().putBoolean(name, value != null).apply();
  }
}
