package virtualhandset.convert;

import java.nio.file.Path;
import java.util.List;
import org.robolectric.res.android.ApkAssetsCookie;
import org.robolectric.res.android.CppApkAssets;
import org.robolectric.res.android.CppAssetManager2;
import org.robolectric.res.android.Ref;
import org.robolectric.res.android.ResTable_config;
import org.robolectric.res.android.ResourceTypes.Res_value;

/** Looks strings up in an APK's resource table, in a wanted language. */
final class Resources {
  /** Any density: only strings are asked for. */
  private static final short NO_DENSITY = 0;
  private static final int API_LEVEL = 34;

  private final CppAssetManager2 assets;

  private Resources(CppAssetManager2 assets) {
    this.assets = assets;
  }

  /** Opens the resource table; an APK without a readable one answers null to every question. */
  static Resources open(Path apk) {
    CppAssetManager2 assets = new CppAssetManager2();
    try {
      CppApkAssets loaded = CppApkAssets.Load(apk.toString(), false);
      if (loaded == null || !assets.SetApkAssets(List.of(loaded), true)) {
        return new Resources(null);
      }
      return new Resources(assets);
    } catch (RuntimeException e) {
      System.err.println("resource table not readable: " + e);
      return new Resources(null);
    }
  }

  /**
   * Resolves a manifest value: text stays, a reference becomes its string in {@code language}
   * ("zh"; "" for the default) or null when it is no string.
   */
  String text(Object value, String language) {
    if (!(value instanceof XmlElement.Reference reference)) {
      return value == null ? null : value.toString();
    }
    if (assets == null) {
      return null;
    }
    try {
      ResTable_config config = new ResTable_config();
      config.sdkVersion = API_LEVEL;
      if (!language.isEmpty()) {
        config.packLanguage(language);
        if (language.equals("zh")) {
          config.packRegion("CN");
        }
      }
      assets.SetConfiguration(config);
      Ref<Res_value> found = new Ref<>(null);
      Ref<ResTable_config> chosen = new Ref<>(null);
      Ref<Integer> flags = new Ref<>(0);
      ApkAssetsCookie cookie = assets.GetResource(reference.id(), true, NO_DENSITY, found, chosen, flags);
      if (cookie == null || cookie.intValue() < 0) {
        return null;
      }
      cookie = assets.ResolveReference(cookie, found, chosen, flags, new Ref<>(0));
      if (cookie == null || cookie.intValue() < 0 || found.get().dataType != Res_value.TYPE_STRING) {
        return null;
      }
      return assets.GetApkAssets().get(cookie.intValue()).GetLoadedArsc().GetStringPool().stringAt(found.get().data);
    } catch (RuntimeException e) {
      System.err.println("resource " + reference + " not readable: " + e);
      return null;
    }
  }
}
