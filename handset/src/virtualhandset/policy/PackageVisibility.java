package virtualhandset.policy;

import android.app.Application;
import android.content.Intent;
import android.content.pm.PackageManager;
import android.content.pm.ProviderInfo;
import android.content.pm.ResolveInfo;
import android.content.res.XmlResourceParser;
import android.net.Uri;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.xmlpull.v1.XmlPullParser;
import org.xmlpull.v1.XmlPullParserException;

/**
 * Which other packages the app may see (Android 11 on): itself, the ones every app sees, and what the {@code queries}
 * of its manifest name. https://developer.android.com/training/package-visibility
 */
final class PackageVisibility {
  static final int MIN_TARGET = 30;

  private static final String NAMESPACE = "http://schemas.android.com/apk/res/android";
  /** Seen by every app: the framework and the system apps of {@code config_forceQueryablePackages}. */
  private static final Set<String> ALWAYS =
      Set.of("android", "com.android.settings", "com.android.providers.media.module", "com.android.permissioncontroller",
          "com.android.inputmethod.latin");

  private final Set<String> visible = new HashSet<>(ALWAYS);

  private PackageVisibility() {}

  /** Reads the {@code queries} of the APK's own manifest and resolves them against what is installed. */
  static PackageVisibility of(Application app, String apk) {
    PackageVisibility visibility = new PackageVisibility();
    visibility.visible.add(app.getPackageName());
    int cookie = app.getAssets().findCookieForPath(apk);
    if (cookie == 0) return visibility;
    try (XmlResourceParser xml = app.getAssets().openXmlResourceParser(cookie, "AndroidManifest.xml")) {
      visibility.read(xml, app.getPackageManager());
    } catch (IOException | XmlPullParserException e) {
      throw new IllegalStateException("manifest of " + apk, e);
    }
    return visibility;
  }

  boolean sees(String packageName) {
    return visible.contains(packageName);
  }

  private void read(XmlResourceParser xml, PackageManager packages) throws IOException, XmlPullParserException {
    boolean inQueries = false;
    Intent intent = null;
    for (int event = xml.next(); event != XmlPullParser.END_DOCUMENT; event = xml.next()) {
      String tag = xml.getName();
      if (event == XmlPullParser.END_TAG) {
        if (tag.equals("queries")) inQueries = false;
        if (tag.equals("intent") && intent != null) {
          for (ResolveInfo match : packages.queryIntentActivities(intent, 0)) visible.add(match.activityInfo.packageName);
          for (ResolveInfo match : packages.queryIntentServices(intent, 0)) visible.add(match.serviceInfo.packageName);
          for (ResolveInfo match : packages.queryBroadcastReceivers(intent, 0)) visible.add(match.activityInfo.packageName);
          for (ResolveInfo match : packages.queryIntentContentProviders(intent, 0)) visible.add(match.providerInfo.packageName);
          intent = null;
        }
      }
      if (event != XmlPullParser.START_TAG) continue;
      if (tag.equals("queries")) inQueries = true;
      if (!inQueries) continue;
      switch (tag) {
        case "package" -> visible.add(xml.getAttributeValue(NAMESPACE, "name"));
        case "provider" -> {
          for (String authority : String.valueOf(xml.getAttributeValue(NAMESPACE, "authorities")).split(";")) {
            ProviderInfo provider = packages.resolveContentProvider(authority, 0);
            if (provider != null) visible.add(provider.packageName);
          }
        }
        case "intent" -> intent = new Intent();
        case "action" -> intent.setAction(xml.getAttributeValue(NAMESPACE, "name"));
        case "category" -> intent.addCategory(xml.getAttributeValue(NAMESPACE, "name"));
        case "data" -> {
          String scheme = xml.getAttributeValue(NAMESPACE, "scheme");
          if (scheme != null) intent.setData(Uri.parse(scheme + "://"));
        }
        default -> { }
      }
    }
  }
}
