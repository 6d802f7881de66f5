package com.didkit.core;

import android.content.ContentResolver;
import android.content.Context;
import android.database.Cursor;
import android.media.MediaDrm;
import android.media.UnsupportedSchemeException;
import android.net.Uri;
import android.os.Build;
import android.os.Bundle;
import android.os.IBinder;
import android.telephony.TelephonyManager;
import java.io.BufferedReader;
import java.io.FileReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.UUID;
import labels.Behaviours;

/** A device identity SDK that no table lists: serial number, IMEI and the like, most of which Android refuses. */
public final class DidKit {
  private static final UUID WIDEVINE = new UUID(0xedef8ba979d64aceL, 0xa3c827dcd51d21edL);

  private final Context context;
  private final TelephonyManager phone;
  private int found;

  private DidKit(Context context) {
    this.context = context;
    phone = context.getSystemService(TelephonyManager.class);
  }

  public static void start(Context context) {
    DidKit kit = new DidKit(context);
    kit.telephony();
    kit.hiddenTelephony();
    kit.serial();
    kit.properties();
    kit.binder();
    kit.shell();
    kit.files();
    kit.drm();
    kit.providers();
    new VendorIds(context).read();
    context.getSharedPreferences("didkit", Context.MODE_PRIVATE).edit().putInt("found", kit.found).apply();
  }

  private interface Read {
    Object value() throws ReflectiveOperationException, IOException;
  }

  /** Whatever comes; refusals are swallowed, as such code does. */
  private void attempt(Read read) {
    try {
      Object value = read.value();
      if (value != null && !"".equals(value) && !"unknown".equals(value)) found++;
    } catch (InvocationTargetException | SecurityException refused) {
      found--;
    } catch (ReflectiveOperationException | IOException absent) {
      found -= 2;
    }
  }

  private void telephony() {
    if (Behaviours.DID_DEVICE_ID) attempt(() -> phone.getDeviceId());
    if (Behaviours.DID_IMEI) attempt(() -> phone.getImei());
    if (Behaviours.DID_MEID) attempt(() -> phone.getMeid());
    if (Behaviours.DID_IMSI) attempt(() -> phone.getSubscriberId());
    if (Behaviours.DID_ICCID) attempt(() -> phone.getSimSerialNumber());
    if (Behaviours.DID_PHONE_NUMBER) attempt(() -> phone.getLine1Number());
  }

  private void hiddenTelephony() {
    if (Behaviours.DID_IMEI_SLOT) attempt(() -> hidden("getImei", 0));
    if (Behaviours.DID_DEVICE_ID_SLOT) attempt(() -> hidden("getDeviceId", 0));
    if (Behaviours.DID_IMSI_SUBSCRIPTION) attempt(() -> hidden("getSubscriberId", 1));
    if (Behaviours.DID_ICCID_SUBSCRIPTION) attempt(() -> hidden("getSimSerialNumber", 1));
    if (Behaviours.DID_PHONE_NUMBER_SUBSCRIPTION) attempt(() -> hidden("getLine1Number", 1));
  }

  private Object hidden(String name, int slot) throws ReflectiveOperationException {
    Method method = TelephonyManager.class.getDeclaredMethod(name, int.class);
    method.setAccessible(true);
    return method.invoke(phone, slot);
  }

  private void serial() {
    if (Behaviours.DID_SERIAL) attempt(Build::getSerial);
  }

  private void properties() {
    if (Behaviours.DID_PROPERTY_SERIAL) attempt(() -> property("ro.serialno"));
    if (Behaviours.DID_PROPERTY_BOOT_SERIAL) {
      attempt(
          () -> {
            Method get =
                Class.forName("android.os.SystemProperties").getDeclaredMethod("get", String.class, String.class);
            return get.invoke(null, "ro.boot.serialno", "");
          });
    }
    if (Behaviours.DID_PROPERTY_IMEI) attempt(() -> property("persist.radio.imei"));
    if (Behaviours.DID_PROPERTY_MAC) attempt(() -> property("ro.boot.wifimacaddr"));
  }

  private static Object property(String key) throws ReflectiveOperationException {
    return Class.forName("android.os.SystemProperties").getMethod("get", String.class).invoke(null, key);
  }

  private void binder() {
    if (Behaviours.DID_BINDER_IMEI) {
      attempt(() -> VendorIds.ask(service("iphonesubinfo"), "com.android.internal.telephony.IPhoneSubInfo", 1));
    }
    if (Behaviours.DID_BINDER_SERIAL) {
      attempt(() -> VendorIds.ask(service("device_identifiers"), "android.os.IDeviceIdentifiersPolicyService", 1));
    }
  }

  private static IBinder service(String name) throws ReflectiveOperationException {
    Class<?> manager = Class.forName("android.os.ServiceManager");
    return (IBinder) manager.getMethod("getService", String.class).invoke(null, name);
  }

  private void shell() {
    if (Behaviours.DID_GETPROP) attempt(() -> line(Runtime.getRuntime().exec("getprop ro.serialno")));
    if (Behaviours.DID_GETPROP_BOOT) {
      attempt(() -> line(new ProcessBuilder("/system/bin/getprop", "ro.boot.serialno").start()));
    }
    if (Behaviours.DID_SERVICE_CALL) {
      attempt(() -> line(Runtime.getRuntime().exec(new String[] {"service", "call", "iphonesubinfo", "1"})));
    }
    if (Behaviours.DID_DUMPSYS_PHONE) {
      attempt(() -> line(Runtime.getRuntime().exec("sh -c 'dumpsys iphonesubinfo'")));
    }
  }

  private static String line(Process process) throws IOException {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
      return lines.readLine();
    } finally {
      process.destroy();
    }
  }

  private void files() {
    if (Behaviours.DID_FILE_FLASH) {
      attempt(() -> new BufferedReader(new FileReader("/sys/block/mmcblk0/device/cid")).readLine());
    }
    if (Behaviours.DID_FILE_SOC) {
      attempt(() -> new String(Files.readAllBytes(Paths.get("/sys/devices/soc0/serial_number"))));
    }
  }

  private void drm() {
    if (Behaviours.DID_DRM) {
      attempt(
          () -> {
            try (MediaDrm drm = new MediaDrm(WIDEVINE)) {
              return drm.getPropertyByteArray(MediaDrm.PROPERTY_DEVICE_UNIQUE_ID);
            } catch (UnsupportedSchemeException absent) {
              throw new IOException(absent);
            }
          });
    }
  }

  private void providers() {
    ContentResolver resolver = context.getContentResolver();
    if (Behaviours.DID_OAID_QUERY) {
      attempt(
          () -> {
            Uri uri = Uri.parse("content://com.vivo.vms.IdProvider/IdentifierId/OAID");
            try (Cursor rows = resolver.query(uri, null, null, null, null)) {
              return rows != null && rows.moveToFirst() ? rows.getString(0) : null;
            }
          });
    }
    if (Behaviours.DID_OAID_CALL) {
      attempt(
          () -> {
            try {
              Uri uri = Uri.parse("content://cn.nubia.identity/identity");
              Bundle answer = resolver.call(uri, "getOAID", null, null);
              return answer == null ? null : answer.getString("id");
            } catch (IllegalArgumentException absent) {
              return null;
            }
          });
    }
  }
}
