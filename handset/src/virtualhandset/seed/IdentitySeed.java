package virtualhandset.seed;

import android.os.Build;
import android.provider.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import org.robolectric.shadows.ShadowBuild;
import org.robolectric.util.ReflectionHelpers;

/**
 * Android ID, the Build fields, and the settings a phone always has. The serial number stays "unknown" in {@link
 * Build#SERIAL}, which is all that apps have seen there since Android 8.
 */
final class IdentitySeed {
  /** Settings present on every phone; an app that reads one of them must not meet SettingNotFoundException. */
  private static final String[][] SYSTEM_SETTINGS = {
    {Settings.System.SCREEN_BRIGHTNESS, "128"},
    {Settings.System.SCREEN_BRIGHTNESS_MODE, "1"},
    {Settings.System.SCREEN_OFF_TIMEOUT, "60000"},
    {Settings.System.ACCELEROMETER_ROTATION, "0"},
    {Settings.System.FONT_SCALE, "1.0"},
    {Settings.System.TIME_12_24, "24"},
  };

  private static final String[][] GLOBAL_SETTINGS = {
    {Settings.Global.ADB_ENABLED, "0"},
    {Settings.Global.DEVELOPMENT_SETTINGS_ENABLED, "0"},
    {Settings.Global.AIRPLANE_MODE_ON, "0"},
    {Settings.Global.AUTO_TIME, "1"},
    {Settings.Global.WIFI_ON, "1"},
    {Settings.Global.BLUETOOTH_ON, "1"},
    {Settings.Global.DATA_ROAMING, "0"},
    {Settings.Global.ANIMATOR_DURATION_SCALE, "1.0"},
    {Settings.Global.TRANSITION_ANIMATION_SCALE, "1.0"},
    {Settings.Global.WINDOW_ANIMATION_SCALE, "1.0"},
  };

  private IdentitySeed() {}

  static void apply(SeedValues seed, Path deviceDir) {
    String manufacturer = seed.text("manufacturer", "Google");
    String model = seed.text("model", "Pixel 7");
    String brand = manufacturer.toLowerCase(Locale.ROOT);
    String device = model.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    ShadowBuild.setManufacturer(manufacturer);
    ShadowBuild.setBrand(brand);
    ShadowBuild.setModel(model);
    ShadowBuild.setDevice(device);
    ShadowBuild.setProduct(device);
    ShadowBuild.setBoard(device);
    ShadowBuild.setHardware(device);
    ShadowBuild.setId("UQ1A.240105.004");
    ReflectionHelpers.setStaticField(Build.class, "DISPLAY", "UQ1A.240105.004");
    ShadowBuild.setTags("release-keys");
    ShadowBuild.setType("user");
    ShadowBuild.setVersionIncremental("11206848");
    ShadowBuild.setFingerprint(
        brand + "/" + device + "/" + device + ":" + Build.VERSION.RELEASE + "/UQ1A.240105.004/11206848:user/release-keys");
    ShadowBuild.setSupportedAbis(new String[] {"arm64-v8a"});
    ShadowBuild.setSupported64BitAbis(new String[] {"arm64-v8a"});
    ShadowBuild.setSupported32BitAbis(new String[0]);
    // The resolver is not needed: settings live in the process, and no Context exists yet.
    Settings.Secure.putString(null, Settings.Secure.ANDROID_ID, seed.text("androidId", ownAndroidId(deviceDir)));
    Settings.Secure.putString(null, Settings.Secure.LOCATION_MODE, "3");
    Settings.Secure.putString(null, Settings.Secure.LOCATION_PROVIDERS_ALLOWED, "gps,network");
    for (String[] setting : SYSTEM_SETTINGS) Settings.System.putString(null, setting[0], setting[1]);
    for (String[] setting : GLOBAL_SETTINGS) Settings.Global.putString(null, setting[0], setting[1]);
    Settings.Global.putString(null, Settings.Global.DEVICE_NAME, model);
    Settings.Secure.putString(null, "bluetooth_name", model);
    if (seed.has("bluetoothMac")) Settings.Secure.putString(null, "bluetooth_address", seed.text("bluetoothMac"));
  }

  /** Every phone has an Android ID: without a given one it is the device folder's own, the same at each start. */
  private static String ownAndroidId(Path deviceDir) {
    return UUID.nameUUIDFromBytes(deviceDir.toString().getBytes(StandardCharsets.UTF_8)).toString().replace("-", "").substring(0, 16);
  }
}
