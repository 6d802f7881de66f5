package virtualhandset;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The config file of a process and the app facts it points to, as {@code handset/PROTOCOL.md} defines them. Exists on
 * both sides of the sandbox; only plain maps cross between them.
 */
public final class HandsetConfig {
  /** Android gives uids from 10000 on to installed apps; it stays the same between processes. */
  public static final int APP_UID = 10_000 + 57;

  /** The addresses that a phone and its router have behind an ordinary home connection. */
  public static final String LAN_ADDRESS = "192.168.1.23", GATEWAY_ADDRESS = "192.168.1.1";

  private final Map<String, Object> config;
  private final Map<String, Object> appInfo;

  public HandsetConfig(Map<String, Object> config, Map<String, Object> appInfo) {
    this.config = config;
    this.appInfo = appInfo;
  }

  public Map<String, Object> raw() {
    return config;
  }

  public Map<String, Object> appInfo() {
    return appInfo;
  }

  public Map<String, Object> seed() {
    return object(config, "seed");
  }

  public Path path(String key) {
    Object value = config.get(key);
    if (value == null) throw new HandsetFault("bad-config", "config has no \"" + key + "\"");
    return Path.of(value.toString());
  }

  public int apiLevel() {
    return integer(config, "apiLevel", 34);
  }

  /** BCP 47 tag of the phone's language, for example {@code zh-CN}. */
  public String locale() {
    return String.valueOf(config.getOrDefault("locale", "en-US"));
  }

  public int displayWidth() {
    return integer(object(config, "display"), "width", 720);
  }

  public int displayHeight() {
    return integer(object(config, "display"), "height", 1280);
  }

  public int densityDpi() {
    return integer(object(config, "display"), "densityDpi", 320);
  }

  public String packageName() {
    return String.valueOf(appInfo.get("package"));
  }

  public String appLabel() {
    Object label = appInfo.get("label");
    return label == null || label.toString().isBlank() ? packageName() : label.toString();
  }

  /** The manifest's launcher activity, or null where the app has none. */
  public String launcher() {
    return (String) appInfo.get("launcher");
  }

  public int targetSdk() {
    return integer(appInfo, "targetSdk", apiLevel());
  }

  /** Permissions that the manifest asks for. */
  public List<String> declaredPermissions() {
    return appInfo.get("permissions") instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Map<String, Object> map, String key) {
    return map.get(key) instanceof Map<?, ?> value ? (Map<String, Object>) value : Map.of();
  }

  private static int integer(Map<String, Object> map, String key, int fallback) {
    return map.get(key) instanceof Number number ? number.intValue() : fallback;
  }
}
