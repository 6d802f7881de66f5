package virtualhandset.seed;

import android.app.Application;
import java.nio.file.Path;
import java.util.Map;
import virtualhandset.policy.Gate;

/**
 * Gives the phone its values: identifiers, radio surroundings, people, other apps. Everything written here reads back
 * through the framework's own API in the app. Runs in the sandbox class loader.
 */
public final class Seeder {
  private static SeedValues seed = new SeedValues(null);
  private static Path deviceDir;
  private static String apk;

  private Seeder() {}

  /**
   * Called at the gate, before the Application exists.
   *
   * @param seedMap the configuration's {@code seed} (PROTOCOL.md); every key is optional
   * @param config the whole configuration; {@code stateFile}, {@code appInfo} and {@code accessLog} are used
   */
  public static void beforeApplication(Map<String, Object> seedMap, Map<String, Object> config) {
    seed = new SeedValues(seedMap);
    deviceDir = Path.of(String.valueOf(config.get("stateFile"))).toAbsolutePath().getParent();
    apk = String.valueOf(config.get("apk"));
    Gate.configure(config);
    IdentitySeed.apply(seed, deviceDir);
    PropertySeed.apply(seed);
    StorageSeed.apply(seed, deviceDir);
  }

  /** What the phone was filled with. */
  public static SeedValues values() {
    return seed;
  }

  /** Called once the Application is attached, before its content providers and its {@code onCreate}. */
  public static void afterAttach(Application app) {
    Gate.attach(app);
    TelephonySeed.apply(app, seed);
    RadioSeed.apply(app, seed);
    LocationSeed.apply(app, seed);
    ProviderSeed.apply(app, seed, deviceDir);
    PackageSeed.apply(app, seed);
    IdentifierSeed.apply(app, seed);
    AccountSeed.apply(app, seed);
    HardwareSeed.apply(app, seed);
    Gate.packagesInstalled(apk);
  }
}
