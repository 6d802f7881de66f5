package virtualhandset;

import android.app.Application;
import android.content.ContentProvider;
import android.content.pm.PackageInfo;
import android.content.pm.PackageManager;
import android.content.pm.ProviderInfo;
import java.util.Arrays;
import java.util.Comparator;
import org.robolectric.android.controller.ContentProviderController;

/** Starts the manifest's content providers as a phone does: before Application.onCreate, highest initOrder first. */
final class Providers {
  private Providers() {}

  static void start(Application application) {
    PackageInfo info;
    try {
      info =
          application
              .getPackageManager()
              .getPackageInfo(
                  application.getPackageName(), PackageManager.GET_PROVIDERS | PackageManager.GET_META_DATA);
    } catch (PackageManager.NameNotFoundException e) {
      throw new IllegalStateException(e);
    }
    if (info.providers == null) return;
    ProviderInfo[] ordered = info.providers.clone();
    Arrays.sort(ordered, Comparator.comparingInt((ProviderInfo provider) -> provider.initOrder).reversed());
    for (ProviderInfo provider : ordered) {
      if (provider.enabled) start(provider);
    }
  }

  private static void start(ProviderInfo provider) {
    ContentProvider instance;
    try {
      instance = Class.forName(provider.name).asSubclass(ContentProvider.class).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Unable to get provider " + provider.name, e);
    }
    ContentProviderController.of(instance).create(provider);
  }
}
