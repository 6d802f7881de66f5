package virtualhandset.seed;

import android.Manifest;
import android.app.Application;
import android.content.ComponentName;
import android.content.Intent;
import android.content.IntentFilter;
import android.content.pm.ActivityInfo;
import android.content.pm.ApplicationInfo;
import android.content.pm.PackageInfo;
import android.content.pm.PackageManager;
import android.content.pm.Signature;
import android.provider.DocumentsContract;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowPackageManager;

/** The other apps on the phone: each with a label, a version, and a launcher activity. */
final class PackageSeed {
  private static final String STORE = "com.android.vending";
  private static final int FIRST_UID = 10_100;
  private static final long INSTALLED_AT_MS = 1_700_000_000_000L;

  private PackageSeed() {}

  static void apply(Application app, SeedValues seed) {
    ShadowPackageManager manager = Shadow.extract(app.getPackageManager());
    int uid = FIRST_UID;
    List<String> running = new ArrayList<>();
    List<ApplicationInfo> others = new ArrayList<>();
    for (SeedValues other : seed.list("packages")) {
      String name = other.text("name");
      if (name == null || name.equals(app.getPackageName())) continue;
      others.add(install(manager, name, other.text("label", name), other.text("versionName", "1.0"), uid++));
      running.add(name);
    }
    RunningAppsSeed.apply(app, running);
    InstalledDoorsSeed.apply(app, others);
    for (String feature : new String[] {
      PackageManager.FEATURE_TELEPHONY, PackageManager.FEATURE_WIFI, PackageManager.FEATURE_BLUETOOTH,
      PackageManager.FEATURE_BLUETOOTH_LE, PackageManager.FEATURE_CAMERA, PackageManager.FEATURE_CAMERA_ANY,
      PackageManager.FEATURE_CAMERA_FRONT, PackageManager.FEATURE_MICROPHONE, PackageManager.FEATURE_LOCATION,
      PackageManager.FEATURE_LOCATION_GPS, PackageManager.FEATURE_LOCATION_NETWORK, PackageManager.FEATURE_TOUCHSCREEN,
      PackageManager.FEATURE_SENSOR_ACCELEROMETER, PackageManager.FEATURE_SENSOR_GYROSCOPE,
      PackageManager.FEATURE_SENSOR_LIGHT, PackageManager.FEATURE_SENSOR_STEP_COUNTER,
    }) {
      manager.setSystemFeature(feature, true);
    }
  }

  /** A part of the system that is a package without a launcher activity. */
  static void installSystem(ShadowPackageManager manager, String name, String label, int uid) {
    PackageInfo info = described(name, label, "1.0", uid);
    info.applicationInfo.flags |= ApplicationInfo.FLAG_SYSTEM;
    manager.installPackage(info);
  }

  private static PackageInfo described(String name, String label, String version, int uid) {
    PackageInfo info = new PackageInfo();
    info.packageName = name;
    info.versionName = version;
    info.setLongVersionCode(1);
    info.firstInstallTime = INSTALLED_AT_MS;
    info.lastUpdateTime = INSTALLED_AT_MS;
    info.signatures = new Signature[] {new Signature(name.getBytes(StandardCharsets.UTF_8))};
    ApplicationInfo application = new ApplicationInfo();
    application.packageName = name;
    application.name = label;
    application.nonLocalizedLabel = label;
    application.processName = name;
    application.uid = uid;
    application.enabled = true;
    application.targetSdkVersion = 34;
    application.flags = ApplicationInfo.FLAG_INSTALLED | ApplicationInfo.FLAG_HAS_CODE;
    application.sourceDir = "/data/app/" + name + "/base.apk";
    application.publicSourceDir = application.sourceDir;
    application.dataDir = "/data/user/0/" + name;
    info.applicationInfo = application;
    info.requestedPermissions = new String[] {Manifest.permission.INTERNET};
    info.requestedPermissionsFlags = new int[] {PackageInfo.REQUESTED_PERMISSION_GRANTED};
    return info;
  }

  private static ApplicationInfo install(ShadowPackageManager manager, String name, String label, String version, int uid) {
    PackageInfo info = described(name, label, version, uid);
    ActivityInfo activity = new ActivityInfo();
    activity.packageName = name;
    activity.name = name + ".MainActivity";
    activity.nonLocalizedLabel = label;
    activity.processName = name;
    activity.exported = true;
    activity.enabled = true;
    activity.applicationInfo = info.applicationInfo;
    manager.installPackage(info);
    IntentFilter launcher = new IntentFilter(Intent.ACTION_MAIN);
    launcher.addCategory(Intent.CATEGORY_LAUNCHER);
    launcher.addCategory(Intent.CATEGORY_DEFAULT);
    manager.addOrUpdateActivity(activity);
    manager.addIntentFilterForActivity(new ComponentName(name, activity.name), launcher);
    manager.setInstallSourceInfo(name, STORE, STORE);
    receiver(manager, name);
    service(manager, name);
    provider(manager, name);
    return info.applicationInfo;
  }

  /** Most apps want to know when the phone has started. */
  private static void receiver(ShadowPackageManager manager, String name) {
    ComponentName component = new ComponentName(name, name + ".BootReceiver");
    manager.addReceiverIfNotPresent(component);
    manager.addIntentFilterForReceiver(component, new IntentFilter(Intent.ACTION_BOOT_COMPLETED));
  }

  /** Most apps receive push messages. */
  private static void service(ShadowPackageManager manager, String name) {
    ComponentName component = new ComponentName(name, name + ".PushService");
    manager.addServiceIfNotPresent(component);
    manager.addIntentFilterForService(component, new IntentFilter("com.google.firebase.MESSAGING_EVENT"));
  }

  /** Some apps offer their files to the system's file chooser. */
  private static void provider(ShadowPackageManager manager, String name) {
    ComponentName component = new ComponentName(name, name + ".FilesProvider");
    manager.addProviderIfNotPresent(component).authority = name + ".files";
    manager.addIntentFilterForProvider(component, new IntentFilter(DocumentsContract.PROVIDER_INTERFACE));
  }
}
