package virtualhandset.seed;

import android.os.Build;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TimeZone;
import org.robolectric.shadows.ShadowSystemProperties;

/**
 * System properties, the same for SystemProperties and getprop, and the same as the Build fields. Those that name the
 * device (serial numbers, hardware addresses, IMEI) exist on a phone and read empty in an app; here they are not set.
 */
public final class PropertySeed {
  private static final Map<String, String> ALL = Collections.synchronizedMap(new LinkedHashMap<>());

  private PropertySeed() {}

  static void apply(SeedValues seed) {
    put("ro.product.manufacturer", Build.MANUFACTURER);
    put("ro.product.brand", Build.BRAND);
    put("ro.product.model", Build.MODEL);
    put("ro.product.device", Build.DEVICE);
    put("ro.product.name", Build.PRODUCT);
    put("ro.product.board", Build.BOARD);
    put("ro.board.platform", Build.BOARD);
    put("ro.hardware", Build.HARDWARE);
    put("ro.product.cpu.abi", "arm64-v8a");
    put("ro.product.cpu.abilist", "arm64-v8a");
    put("ro.product.cpu.abilist64", "arm64-v8a");
    put("ro.product.cpu.abilist32", "");
    put("ro.product.locale", "en-US");
    put("ro.build.id", Build.ID);
    put("ro.build.display.id", Build.DISPLAY);
    put("ro.build.fingerprint", Build.FINGERPRINT);
    put("ro.build.description", Build.PRODUCT + "-user " + Build.VERSION.RELEASE + " " + Build.ID + " release-keys");
    put("ro.build.type", Build.TYPE);
    put("ro.build.tags", Build.TAGS);
    put("ro.build.user", "android-build");
    put("ro.build.version.release", Build.VERSION.RELEASE);
    put("ro.build.version.sdk", String.valueOf(Build.VERSION.SDK_INT));
    put("ro.build.version.incremental", Build.VERSION.INCREMENTAL);
    put("ro.build.version.security_patch", "2024-01-05");
    put("ro.build.version.codename", "REL");
    put("ro.debuggable", "0");
    put("ro.secure", "1");
    put("ro.boot.verifiedbootstate", "green");
    put("ro.boot.flash.locked", "1");
    put("ro.boot.vbmeta.digest", "c1f3b8a0d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f");
    put("sys.boot_completed", "1");
    put("persist.sys.timezone", TimeZone.getDefault().getID());
    boolean sim = seed.has("imsi") || seed.has("iccid") || seed.has("phoneNumber") || seed.has("operator");
    String operator = TelephonySeed.operatorCode(seed);
    for (String side : new String[] {"gsm.operator.", "gsm.sim.operator."}) {
      put(side + "numeric", sim ? operator : "");
      put(side + "alpha", sim ? seed.text("operator", TelephonySeed.DEFAULT_OPERATOR) : "");
      put(side + "iso-country", sim ? seed.text("country", "cn") : "");
    }
    put("gsm.sim.state", sim ? "LOADED" : "ABSENT");
    put("gsm.version.baseband", "g5300q-230927-231102-B-11040898");
  }

  private static void put(String name, String value) {
    ALL.put(name, value);
    ShadowSystemProperties.override(name, value);
  }

  /** Every property that an app can list. */
  public static Map<String, String> all() {
    synchronized (ALL) {
      return new LinkedHashMap<>(ALL);
    }
  }
}
