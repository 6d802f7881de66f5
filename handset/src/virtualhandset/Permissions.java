package virtualhandset;

import android.app.ActivityThread;
import android.content.pm.PackageInfo;
import android.content.pm.PackageManager;
import android.content.pm.PermissionInfo;
import android.content.res.AssetManager;
import android.content.res.Resources;
import android.content.res.XmlResourceParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowInstrumentation;
import org.robolectric.shadows.ShadowPackageManager;
import org.robolectric.util.ReflectionHelpers;
import org.robolectric.util.ReflectionHelpers.ClassParameter;
import org.xmlpull.v1.XmlPullParser;
import org.xmlpull.v1.XmlPullParserException;

/** Grants and denials, in the phone's memory and in the framework alike. */
final class Permissions {
  private static final String ANDROID_NAMESPACE = "http://schemas.android.com/apk/res/android";
  private static final int SCOPED_STORAGE_SDK = 33;
  private static final int NOTIFICATIONS_SDK = 33;

  /** What a request comes to before any dialog. */
  enum Decision {
    GRANTED,
    DENIED,
    ASK
  }

  private final HandsetConfig config;
  private final SystemState state;

  Permissions(HandsetConfig config, SystemState state) {
    this.config = config;
    this.state = state;
  }

  /** Gives the framework what was granted at install and by earlier answers. Before the Application exists. */
  void restore() {
    Map<String, Integer> protection = platformProtection();
    for (String permission : config.declaredPermissions()) {
      boolean runtime = PermissionGroup.of(permission) != null && !isInstallTime(permission);
      boolean granted = runtime ? state.isGranted(permission) : isGrantedAtInstall(protection.get(permission));
      apply(permission, granted);
    }
  }

  /** Tells the package manager too; only possible once the app's package is known to it. */
  void publish() {
    for (String permission : config.declaredPermissions()) publish(permission);
  }

  private void publish(String permission) {
    ShadowPackageManager packages = Shadow.extract(RuntimeEnvironment.getApplication().getPackageManager());
    PackageInfo info = packages.getInternalMutablePackageInfo(config.packageName());
    if (info.requestedPermissions == null) return;
    if (info.requestedPermissionsFlags == null) {
      info.requestedPermissionsFlags = new int[info.requestedPermissions.length];
    }
    boolean granted =
        RuntimeEnvironment.getApplication().checkSelfPermission(permission) == PackageManager.PERMISSION_GRANTED;
    for (int i = 0; i < info.requestedPermissions.length; i++) {
      if (!info.requestedPermissions[i].equals(permission)) continue;
      if (granted) info.requestedPermissionsFlags[i] |= PackageInfo.REQUESTED_PERMISSION_GRANTED;
      else info.requestedPermissionsFlags[i] &= ~PackageInfo.REQUESTED_PERMISSION_GRANTED;
    }
    packages.setShouldShowRequestPermissionRationale(permission, state.permission(permission).equals("denied"));
  }

  /** What a request for {@code permission} comes to without a dialog, or that a dialog must ask. */
  Decision decide(String permission) {
    PermissionGroup group = PermissionGroup.of(permission);
    if (!config.declaredPermissions().contains(permission)) return Decision.DENIED;
    if (RuntimeEnvironment.getApplication().checkSelfPermission(permission) == PackageManager.PERMISSION_GRANTED) {
      return Decision.GRANTED;
    }
    if (group == null) return Decision.DENIED;
    if (group == PermissionGroup.STORAGE && config.targetSdk() >= SCOPED_STORAGE_SDK) return Decision.DENIED;
    if (group == PermissionGroup.BACKGROUND_LOCATION
        && PermissionGroup.LOCATION.permissions().stream().noneMatch(state::isGranted)) {
      return Decision.DENIED;
    }
    if (state.permission(permission).equals("denied-forever")) return Decision.DENIED;
    if (group != PermissionGroup.LOCATION && group.permissions().stream().anyMatch(state::isGranted)) {
      grant(permission);
      return Decision.GRANTED;
    }
    return Decision.ASK;
  }

  void grant(String permission) {
    requireDeclared(permission);
    state.grant(permission);
    apply(permission, true);
    publish(permission);
  }

  /** A refusal given in the dialog. */
  void deny(String permission) {
    state.deny(permission);
    apply(permission, false);
    publish(permission);
  }

  void revoke(String permission) {
    requireDeclared(permission);
    state.revoke(permission);
    apply(permission, false);
    publish(permission);
  }

  /** State of every runtime permission that the manifest asks for. */
  Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>();
    for (String permission : config.declaredPermissions()) {
      if (PermissionGroup.of(permission) == null) continue;
      all.put(permission, isInstallTime(permission) ? "granted" : state.permission(permission));
    }
    return all;
  }

  private void requireDeclared(String permission) {
    if (config.declaredPermissions().contains(permission)) return;
    throw new HandsetFault("undeclared-permission", config.packageName() + " does not declare " + permission);
  }

  private boolean isInstallTime(String permission) {
    return PermissionGroup.of(permission) == PermissionGroup.NOTIFICATIONS
        && Math.min(config.targetSdk(), config.apiLevel()) < NOTIFICATIONS_SDK;
  }

  private static void apply(String permission, boolean granted) {
    ActivityThread thread = (ActivityThread) RuntimeEnvironment.getActivityThread();
    ShadowInstrumentation instrumentation = Shadow.extract(thread.getInstrumentation());
    ReflectionHelpers.callInstanceMethod(
        ShadowInstrumentation.class,
        instrumentation,
        granted ? "grantPermissions" : "denyPermissions",
        ClassParameter.from(String[].class, new String[] {permission}));
  }

  /** Normal permissions come with the install; signature ones never; those that apps define count as the app's own. */
  private static boolean isGrantedAtInstall(Integer protection) {
    return protection == null || (protection & PermissionInfo.PROTECTION_MASK_BASE) == PermissionInfo.PROTECTION_NORMAL;
  }

  /** Protection levels from the framework's own manifest. */
  private static Map<String, Integer> platformProtection() {
    Map<String, Integer> levels = new HashMap<>();
    AssetManager assets = Resources.getSystem().getAssets();
    try (XmlResourceParser xml = assets.openXmlResourceParser("AndroidManifest.xml")) {
      for (int event = xml.next(); event != XmlPullParser.END_DOCUMENT; event = xml.next()) {
        if (event != XmlPullParser.START_TAG || !xml.getName().equals("permission")) continue;
        String name = xml.getAttributeValue(ANDROID_NAMESPACE, "name");
        levels.put(name, xml.getAttributeIntValue(ANDROID_NAMESPACE, "protectionLevel", 0));
      }
    } catch (IOException | XmlPullParserException e) {
      throw new IllegalStateException("framework manifest unreadable", e);
    }
    return levels;
  }
}
