package virtualhandset.seed;

import android.accessibilityservice.AccessibilityServiceInfo;
import android.app.Application;
import android.appwidget.AppWidgetManager;
import android.appwidget.AppWidgetProviderInfo;
import android.content.ComponentName;
import android.content.pm.ActivityInfo;
import android.content.pm.ApplicationInfo;
import android.content.pm.ResolveInfo;
import android.content.pm.ServiceInfo;
import android.view.accessibility.AccessibilityManager;
import android.view.inputmethod.InputMethodInfo;
import android.view.inputmethod.InputMethodManager;
import java.util.ArrayList;
import java.util.List;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowAccessibilityManager;
import org.robolectric.shadows.ShadowAppWidgetManager;
import org.robolectric.shadows.ShadowInputMethodManager;
import org.robolectric.util.ReflectionHelpers;

/**
 * Lists that name other apps without asking the package manager: home screen widgets, input methods and accessibility
 * services. Each seeded app has one of each; the phone has its own keyboard as well.
 */
final class InstalledDoorsSeed {
  private static final String KEYBOARD = "com.android.inputmethod.latin";

  private InstalledDoorsSeed() {}

  static void apply(Application app, List<ApplicationInfo> others) {
    ShadowAppWidgetManager widgets = Shadow.extract(app.getSystemService(AppWidgetManager.class));
    List<InputMethodInfo> keyboards = new ArrayList<>();
    keyboards.add(new InputMethodInfo(KEYBOARD, KEYBOARD + ".LatinIME", "Keyboard", null));
    List<AccessibilityServiceInfo> helpers = new ArrayList<>();
    for (ApplicationInfo other : others) {
      widgets.addInstalledProvider(widget(other));
      keyboards.add(new InputMethodInfo(other.packageName, other.packageName + ".Keyboard", other.nonLocalizedLabel, null));
      helpers.add(helper(other));
    }
    ShadowInputMethodManager input = Shadow.extract(app.getSystemService(InputMethodManager.class));
    input.setInputMethodInfoList(keyboards);
    input.setEnabledInputMethodInfoList(keyboards);
    ShadowAccessibilityManager accessibility = Shadow.extract(app.getSystemService(AccessibilityManager.class));
    accessibility.setInstalledAccessibilityServiceList(helpers);
  }

  private static AppWidgetProviderInfo widget(ApplicationInfo other) {
    AppWidgetProviderInfo info = new AppWidgetProviderInfo();
    info.provider = new ComponentName(other.packageName, other.packageName + ".Widget");
    ActivityInfo receiver = new ActivityInfo();
    receiver.packageName = other.packageName;
    receiver.name = info.provider.getClassName();
    receiver.applicationInfo = other;
    ReflectionHelpers.setField(info, "providerInfo", receiver);
    return info;
  }

  private static AccessibilityServiceInfo helper(ApplicationInfo other) {
    ServiceInfo service = new ServiceInfo();
    service.packageName = other.packageName;
    service.name = other.packageName + ".Helper";
    service.applicationInfo = other;
    ResolveInfo resolved = new ResolveInfo();
    resolved.serviceInfo = service;
    AccessibilityServiceInfo info = new AccessibilityServiceInfo();
    info.setResolveInfo(resolved);
    info.setComponentName(new ComponentName(other.packageName, service.name));
    return info;
  }
}
