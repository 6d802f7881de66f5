package virtualhandset.seed;

import android.app.Application;
import android.content.ComponentName;
import android.content.IntentFilter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowPackageManager;
import virtualhandset.remote.IdentifierService;
import virtualhandset.remote.RemoteServices;

/**
 * The services that give the open anonymous device identifier (OAID): that of the Mobile Security Alliance, which many
 * makes share, and the make's own. A phone without a seeded {@code oaid} has none of them.
 */
final class IdentifierSeed {
  /** A service that is bound by action and package, or by its class. Calls are numbered in the order of its interface. */
  private record Vendor(String packageName, String service, String action, String descriptor, String label, Object... calls) {}

  private static final String OAID = "oaid", VAID = "vaid", AAID = "aaid";

  private static final Vendor ALLIANCE = new Vendor(
      "com.mdid.msa", "com.mdid.msa.service.MsaIdService", "com.bun.msa.action.bindto.service",
      "com.bun.lib.MsaIdInterface", "MSA", true, true, OAID, VAID, AAID, "");
  private static final Vendor HUAWEI = new Vendor(
      "com.huawei.hwid", "com.huawei.opendevice.open.OpendeviceService", "com.uodis.opendevice.OPENIDS_SERVICE",
      "com.uodis.opendevice.aidl.OpenDeviceIdentifierService", "HMS Core", OAID, false);
  private static final Vendor SAMSUNG = new Vendor(
      "com.samsung.android.deviceidservice", "com.samsung.android.deviceidservice.DeviceIdService", null,
      "com.samsung.android.deviceidservice.IDeviceIdService", "Device ID service", OAID, VAID, AAID);
  private static final Vendor LENOVO = new Vendor(
      "com.zui.deviceidservice", "com.zui.deviceidservice.DeviceidService", null,
      "com.zui.deviceidservice.IDeviceidInterface", "Device ID", OAID, "", true, VAID, AAID, AAID);
  private static final Vendor OPPO = new Vendor(
      "com.heytap.openid", "com.heytap.openid.IdentifyService", "action.com.heytap.openid.OPEN_ID_SERVICE",
      "com.heytap.openid.IOpenID", "OpenID", OAID);

  private static final Map<String, Vendor> BY_MAKE = Map.ofEntries(
      Map.entry("huawei", HUAWEI), Map.entry("samsung", SAMSUNG), Map.entry("lenovo", LENOVO), Map.entry("motorola", LENOVO),
      Map.entry("oppo", OPPO), Map.entry("oneplus", OPPO), Map.entry("realme", OPPO));
  private static final Map<String, String> PROVIDER_BY_MAKE = Map.of(
      "vivo", IdentifierProvider.VIVO, "meizu", IdentifierProvider.MEIZU, "nubia", IdentifierProvider.NUBIA);
  private static final int FIRST_UID = 10_080;

  private IdentifierSeed() {}

  static void apply(Application app, SeedValues seed) {
    if (!seed.has("oaid")) return;
    String make = seed.text("manufacturer", "").toLowerCase(Locale.ROOT);
    List<Vendor> vendors = new ArrayList<>(List.of(ALLIANCE));
    String authority = PROVIDER_BY_MAKE.get(make);
    if (BY_MAKE.containsKey(make)) vendors.add(BY_MAKE.get(make));
    else if (authority == null) {
      // A make without a service of its own: HMS Core is installed as an app, and the identifier provider of vivo stands
      // for those that are asked by a content address.
      vendors.add(HUAWEI);
      authority = IdentifierProvider.VIVO;
    }
    ShadowPackageManager manager = Shadow.extract(app.getPackageManager());
    int uid = FIRST_UID;
    for (Vendor vendor : vendors) offer(manager, vendor, seed, uid++);
    if (authority != null) IdentifierProvider.register(app, manager, authority, seed.text(OAID), other(seed, VAID), other(seed, AAID), uid);
  }

  private static void offer(ShadowPackageManager manager, Vendor vendor, SeedValues seed, int uid) {
    PackageSeed.installSystem(manager, vendor.packageName, vendor.label, uid);
    ComponentName component = new ComponentName(vendor.packageName, vendor.service);
    manager.addServiceIfNotPresent(component);
    if (vendor.action != null) manager.addIntentFilterForService(component, new IntentFilter(vendor.action));
    Map<Integer, Object> answers = new HashMap<>();
    for (int i = 0; i < vendor.calls.length; i++) {
      Object call = vendor.calls[i];
      Object answer = OAID.equals(call) ? seed.text(OAID) : VAID.equals(call) || AAID.equals(call) ? other(seed, (String) call) : call;
      answers.put(i + 1, answer);
    }
    RemoteServices.offer(component, new IdentifierService(vendor.descriptor, answers));
  }

  /** The narrower identifiers of the same family, derived so that a phone keeps them. */
  private static String other(SeedValues seed, String kind) {
    return UUID.nameUUIDFromBytes((kind + seed.text(OAID)).getBytes(StandardCharsets.UTF_8)).toString();
  }
}
