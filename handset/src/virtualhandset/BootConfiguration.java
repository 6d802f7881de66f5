package virtualhandset;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.robolectric.annotation.Config;
import org.robolectric.pluginapi.config.ConfigurationStrategy;

/** Robolectric's configuration with this phone's API level, language and screen. */
final class BootConfiguration implements ConfigurationStrategy.Configuration {
  private final ConfigurationStrategy.Configuration base;
  private final Config config;

  BootConfiguration(ConfigurationStrategy strategy, HandsetConfig handset) throws NoSuchMethodException {
    Method carrier = BootAnnotations.class.getMethod("run");
    this.base = strategy.getConfig(BootAnnotations.class, carrier);
    this.config =
        new Config.Builder(base.get(Config.class))
            .setSdk(handset.apiLevel())
            .setQualifiers(qualifiers(handset))
            .build();
  }

  /** Resource qualifiers in the order that Android demands, sizes in dp. */
  static String qualifiers(HandsetConfig handset) {
    Locale locale = Locale.forLanguageTag(handset.locale());
    int widthDp = handset.displayWidth() * 160 / handset.densityDpi();
    int heightDp = handset.displayHeight() * 160 / handset.densityDpi();
    String region = locale.getCountry().isEmpty() ? "" : "-r" + locale.getCountry();
    return locale.getLanguage()
        + region
        + "-w" + widthDp + "dp-h" + heightDp + "dp-port-notnight-"
        + density(handset.densityDpi());
  }

  private static String density(int dpi) {
    return switch (dpi) {
      case 120 -> "ldpi";
      case 160 -> "mdpi";
      case 240 -> "hdpi";
      case 320 -> "xhdpi";
      case 480 -> "xxhdpi";
      case 640 -> "xxxhdpi";
      default -> dpi + "dpi";
    };
  }

  @Override
  public <T> T get(Class<T> type) {
    return type == Config.class ? type.cast(config) : base.get(type);
  }

  @Override
  public Collection<Class<?>> keySet() {
    return base.keySet();
  }

  @Override
  public Map<Class<?>, Object> map() {
    Map<Class<?>, Object> all = new LinkedHashMap<>(base.map());
    all.put(Config.class, config);
    return all;
  }
}
